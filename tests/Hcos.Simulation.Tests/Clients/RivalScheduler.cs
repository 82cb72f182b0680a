using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>
/// Another scheduler beside BSL: claims whatever host it likes without counting, holds what it got for a while and
/// gives it back until the ledger says that it has it. ARML alone keeps the two from taking more than there is.
/// </summary>
internal sealed class RivalScheduler(PlatformWorld world)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);
    private readonly Dice _dice = new(world.Seed, "rival");
    private readonly List<HostCapacityChanged> _hosts = [];
    private readonly HashSet<ResourceId> _open = [];
    private readonly Dictionary<Guid, ResourceId> _asked = [];
    private DateTimeOffset _until;
    private int _claims;
    private int _commands;

    /// <summary>The ledger's log time: what is sent is judged by it.</summary>
    private DateTimeOffset Theirs => world.Process("arml").Current?.Now ?? world.Now;

    /// <summary>Claims every now and then until the end is near; gives back for as long as it takes.</summary>
    public void Begin(DateTimeOffset until)
    {
        _until = until;
        world.WhenCommitted += Learn;
        Next();
    }

    private void Next()
    {
        if (world.Now >= _until) return;
        if (_hosts.Count > 0) Claim(_dice.Pick(_hosts));
        world.Agenda.Add(world.Now + _dice.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8)), Next);
    }

    private void Claim(HostCapacityChanged host)
    {
        var number = $"{++_claims}";
        var resource = new ResourceId(DerivedId.From("rival", $"{world.Seed}", "resource", number));
        var amount = new Capacity(_dice.Between(1, 4), _dice.Size(1L << 30, 4L << 30), 1L << 30);
        var spec = new ResourceSpec(resource, ResourceKind.Server, $"rival-{number}")
        {
            Server = new((int)amount.Vcpus, amount.MemoryBytes, amount.DiskBytes, Host: host.Host),
        };
        var claim = new ClaimId(DerivedId.From("rival", $"{world.Seed}", "claim", number));
        var deadline = Theirs + TimeSpan.FromMinutes(1);
        _open.Add(resource);
        Send(resource, new ClaimCapacity(claim, resource, host.Environment, host.Host, amount, spec, deadline, true));
        var notAfter = Theirs + Within;
        world.Agenda.Add(
            world.Now + _dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40)),
            () => GiveBack(resource, notAfter));
    }

    private void GiveBack(ResourceId resource, DateTimeOffset createNotAfter)
    {
        if (!_open.Contains(resource)) return;
        Send(resource, new ReleaseResource(resource, createNotAfter));
        // An answer that is only on its way costs one more try.
        world.Agenda.Add(world.Now + Within + Within, () => GiveBack(resource, createNotAfter));
    }

    private void Send(ResourceId resource, ICommand command)
    {
        var id = DerivedId.From("rival", $"{world.Seed}", "command", $"{++_commands}");
        if (command is ReleaseResource) _asked[id] = resource;
        world.Network.Send("arml", [new("arml", MessageContext.First(id), Theirs + Within, command)]);
    }

    private void Learn(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case HostCapacityChanged host when happened.Log == "arml":
                _hosts.RemoveAll(known => known.Environment == host.Environment && known.Host == host.Host);
                if (host.IsUsable) _hosts.Add(host);
                break;
            case ClaimReleased released when happened.Log == "arml":
                _open.Remove(released.Resource);
                break;
            case CommandSettled { Code: SettledCodes.Done } settled
                when happened.Log == "arml" && _asked.TryGetValue(settled.Command, out var never):
                _open.Remove(never);
                break;
            default:
                break;
        }
    }
}
