using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>Requests for servers: made, driven by all verbs, changed while they are stopped, deleted.</summary>
internal sealed class ServerRequests(Client client, Dice dice, EnvironmentRequests environments)
{
    private const int MostServers = 14;
    private static readonly string[] Verbs =
        ["start", "start", "stop", "stop --force", "reboot", "pause", "suspend", "resume", "resume", "delete"];

    private static readonly string[] Snapshots = ["before", "after"];

    private readonly List<ServerId> _servers = [];
    private int _names;

    /// <summary>A server that was not made by this client is driven like the others.</summary>
    public void Know(ServerId server) => _servers.Add(server);

    public void Ask()
    {
        if (_servers.Count < MostServers && dice.Chance(_servers.Count == 0 ? 1 : 0.3))
        {
            if (dice.Chance(0.1)) CreateMany();
            else Create();
        }
        else OnServer();
    }

    private void Create()
    {
        // What has no guest never gets an address, and would be read for it for minutes.
        var hasGuest = dice.Chance(0.7);
        _servers.Add(client.CreateServer(server => new CreateServer(
            server,
            $"s{++_names}",
            Vcpus: dice.Between(1, 2),
            MemoryBytes: (long)dice.Between(1, 4) << 29,
            Image: hasGuest ? "hcos-guest" : null,
            Network: hasGuest ? "default" : null,
            Environment: dice.Chance(0.2) ? environments.Some() : null,
            Start: dice.Chance(0.8),
            Group: dice.Chance(0.3) ? "g" : null)));
    }

    /// <summary>More than there is room for, now and then.</summary>
    private void CreateMany() => _servers.AddRange(client.CreateServers(series => new CreateServers(
        series,
        $"m{++_names}",
        Count: dice.Between(2, 4),
        Together: dice.Chance(0.5),
        Vcpus: dice.Between(1, 2),
        MemoryBytes: (long)dice.Between(1, 6) << 29,
        Environment: dice.Chance(0.4) ? environments.Some() : null,
        Start: dice.Chance(0.8),
        Policy: dice.Chance(0.3) ? "consolidated" : null)));

    private void OnServer()
    {
        var server = dice.Pick(_servers);
        var isStopped = client.Shown(server)?.State == ResourceState.Stopped;
        if (dice.Chance(isStopped ? 0.6 : 0.05))
        {
            Change(server);
            return;
        }

        var verb = dice.Pick(Verbs);
        client.OnServer(verb, server);
        // The id stays known for a while: people ask for what is gone, too.
        if (verb == "delete" && dice.Chance(0.7)) _servers.Remove(server);
    }

    private void Change(ServerId server)
    {
        switch (dice.Between(1, 6))
        {
            case <= 3:
                client.Resize(new ResizeServer(
                    server,
                    Vcpus: dice.Chance(0.7) ? dice.Between(1, 4) : null,
                    MemoryBytes: dice.Chance(0.7) ? (long)dice.Between(1, 6) << 29 : null,
                    DiskBytes: dice.Chance(0.2) ? (long)dice.Between(1, 4) << 30 : null));
                break;
            case 5 when dice.Chance(0.5):
                client.DeleteSnapshot(server, dice.Pick(Snapshots));
                break;
            case 4:
                client.Revert(server, dice.Pick(Snapshots));
                break;
            default:
                client.Snapshot(server, dice.Pick(Snapshots));
                break;
        }
    }
}
