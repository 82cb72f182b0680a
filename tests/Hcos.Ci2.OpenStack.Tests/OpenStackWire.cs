using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>A relay before each service, which are one wire: a message of any of them is a passage.</summary>
internal sealed class OpenStackWire : DriverWire, IAsyncDisposable
{
    private readonly PassageCounter _passages = new();
    private readonly Dictionary<int, HttpRelay> _relays = [];

    public override int Passages => _passages.Count;

    /// <summary>The same address, by way of a relay.</summary>
    public Uri Through(Uri target)
    {
        if (!_relays.TryGetValue(target.Port, out var relay))
        {
            _relays[target.Port] = relay = new(target, _passages);
        }

        return new UriBuilder(target) { Port = relay.Address.Port }.Uri;
    }

    public override void At(int ahead, Action happens) => _passages.At(ahead, happens);

    public override void CutOff()
    {
        foreach (var relay in _relays.Values) relay.CutOff();
    }

    public override void Restore()
    {
        foreach (var relay in _relays.Values) relay.Restore();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays.Values) await relay.DisposeAsync();
    }
}
