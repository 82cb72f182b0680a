namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>A network, and who has which of its addresses: the lowest that is free goes next.</summary>
internal sealed class NetworkRecord(string name, int second)
{
    private const int First = 10;
    private const int Last = 65_000;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly SortedSet<int> _freed = [];
    private int _next = First;

    public string Name => name;

    public string Cidr => $"10.{second}.0.0/16";

    /// <summary>
    /// The address of <paramref name="server"/>, the one it had if it had one; null when all are taken.
    /// </summary>
    public string? Lease(string server)
    {
        if (!_numbers.TryGetValue(server, out var number))
        {
            if (_freed.Count == 0 && _next > Last)
            {
                return null;
            }

            number = _freed.Count > 0 ? _freed.Min : _next++;
            _freed.Remove(number);
            _numbers.Add(server, number);
        }

        return $"10.{second}.{number >> 8}.{number & 255}";
    }

    public void Release(string server)
    {
        if (_numbers.Remove(server, out var number))
        {
            _freed.Add(number);
        }
    }
}
