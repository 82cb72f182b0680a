using System.Globalization;
using System.Text;

namespace Hcos.Ci2.Conformance;

/// <summary>A message of HTTP ends with as many bytes after the empty line as its head says.</summary>
/// <param name="target">The endpoint.</param>
/// <param name="passages">Counts what passes; several relays of one wire share it.</param>
public sealed class HttpRelay(Uri target, PassageCounter? passages = null) : TcpRelay(target, passages)
{
    protected override async Task<(byte[] Message, bool Counts)?> NextAsync(Stream source)
    {
        var message = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(message))
        {
            if (await source.ReadAsync(one) == 0) return null;
            message.Add(one[0]);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Count, 64 * 1024);
        }

        var length = Encoding.ASCII.GetString([.. message]).Split("\r\n")
            .Select(line => line.Split(':', 2))
            .Where(line => line[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line[1], CultureInfo.InvariantCulture))
            .FirstOrDefault();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestMessage);
        var body = new byte[length];
        await source.ReadExactlyAsync(body);
        return ([.. message, .. body], true);
    }

    private static bool EndsHead(List<byte> message) => message is [.., 13, 10, 13, 10];
}
