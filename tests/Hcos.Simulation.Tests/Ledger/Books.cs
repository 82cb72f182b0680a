using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.Ledger;

/// <summary>
/// The ledger kept once more, by nothing but what is committed: what each host can be given and what is claimed there.
/// </summary>
internal sealed class Books
{
    private readonly Dictionary<ClaimId, CapacityClaimed> _held = [];

    /// <summary>What was told last of each host.</summary>
    public SortedDictionary<string, HostCapacityChanged> Hosts { get; } = new(StringComparer.Ordinal);

    /// <summary>What is claimed on each host.</summary>
    public SortedDictionary<string, Capacity> Claimed { get; } = new(StringComparer.Ordinal);

    /// <summary>The claims that are held.</summary>
    public IReadOnlyCollection<CapacityClaimed> Held => _held.Values;

    public long Claims { get; private set; }

    public long Releases { get; private set; }

    /// <summary>The environment of the race; there is one.</summary>
    public EnvironmentId Environment => Hosts.Values.First().Environment;

    /// <summary>Takes in a committed event; whatever must never be is an exception.</summary>
    public void Take(IEvent happened)
    {
        switch (happened)
        {
            case HostCapacityChanged host:
                Hosts[host.Host] = host;
                break;
            case CapacityClaimed claimed:
                Claim(claimed);
                break;
            case ClaimReleased released:
                Release(released);
                break;
            default:
                break;
        }
    }

    public Capacity On(string host) => Claimed.GetValueOrDefault(host);

    private void Claim(CapacityClaimed claimed)
    {
        Claims++;
        if (!_held.TryAdd(claimed.Claim, claimed)) throw new InvalidOperationException($"claimed twice: {claimed}");
        var (host, taken) = (Hosts[claimed.Host], On(claimed.Host) + claimed.Amount);
        if (!taken.FitsInto(host.Total - host.Foreign))
        {
            throw new InvalidOperationException($"{taken} is claimed of {host.Total} by {claimed}");
        }

        Claimed[claimed.Host] = taken;
    }

    private void Release(ClaimReleased released)
    {
        Releases++;
        if (!_held.Remove(released.Claim, out var claimed) || claimed.Amount != released.Amount)
        {
            throw new InvalidOperationException($"released what was not claimed so: {released}");
        }

        Claimed[released.Host] = On(released.Host) - released.Amount;
    }
}
