using Hcos.Contracts.Bsl;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>Requests for servers: made, driven by all verbs, deleted.</summary>
internal sealed class ServerRequests(Client client, Dice dice, EnvironmentRequests environments)
{
    private const int MostServers = 14;
    private static readonly string[] Verbs =
        ["start", "start", "stop", "stop --force", "reboot", "pause", "resume", "resume", "delete"];

    private readonly List<ServerId> _servers = [];
    private int _names;

    /// <summary>A server that was not made by this client is driven like the others.</summary>
    public void Know(ServerId server) => _servers.Add(server);

    public void Ask()
    {
        if (_servers.Count < MostServers && dice.Chance(_servers.Count == 0 ? 1 : 0.3)) Create();
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

    private void OnServer()
    {
        var verb = dice.Pick(Verbs);
        var server = dice.Pick(_servers);
        client.OnServer(verb, server);
        // The id stays known for a while: people ask for what is gone, too.
        if (verb == "delete" && dice.Chance(0.7)) _servers.Remove(server);
    }
}
