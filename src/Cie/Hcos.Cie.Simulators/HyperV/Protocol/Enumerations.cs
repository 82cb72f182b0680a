using System.Xml.Linq;

namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>Answers to queries that are still to be pulled; the oldest is forgotten when there are too many.</summary>
internal sealed class Enumerations(int most)
{
    private readonly Dictionary<string, Queue<XElement>> _open = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<string> _byAge = new();
    private ulong _last;

    /// <summary>Keeps items under a context of their own.</summary>
    public string Open(IEnumerable<XElement> items)
    {
        // Those that were pulled to their end are among the oldest sooner or later.
        while (_byAge.Count >= most) _open.Remove(_byAge.Dequeue());
        var context = $"uuid:{new Guid(0x48564D31, 0, 0, BitConverter.GetBytes(++_last))}";
        _open[context] = new(items);
        _byAge.Enqueue(context);
        return context;
    }

    /// <summary>Takes the next items, and says whether these were the last; the context ends with them.</summary>
    public (IReadOnlyList<XElement> Items, bool IsEnd) Take(string context, int count)
    {
        if (!_open.TryGetValue(context, out var left))
        {
            throw new WsManException(WsManFault.InvalidContext, "the enumeration context is not valid");
        }

        var items = new List<XElement>();
        while (items.Count < count && left.TryDequeue(out var item)) items.Add(item);
        if (left.Count == 0) Release(context);
        return (items, left.Count == 0);
    }

    /// <summary>Forgets a context.</summary>
    public void Release(string context) => _open.Remove(context);
}
