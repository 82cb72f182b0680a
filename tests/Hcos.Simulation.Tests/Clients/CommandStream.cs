using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Contracts.Esl;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>A stream of requests drawn from the seed, sensible ones and nonsense, some of them repeated.</summary>
internal sealed class CommandStream
{
    private const int MostServers = 14;
    private const int MostSystems = 4;
    private static readonly string[] Verbs =
        ["start", "stop", "stop --force", "reboot", "pause", "resume", "delete", "delete"];

    private readonly PlatformWorld _world;
    private readonly Dice _dice;
    private readonly Client _client;
    private readonly List<ServerId> _servers = [];
    private readonly List<(SystemId Id, string Name, SystemSpec Spec)> _systems = [];
    private readonly List<EnvironmentId> _environments = [];
    private DateTimeOffset _until;
    private TimeSpan _pause;
    private int _names;

    public CommandStream(PlatformWorld world)
    {
        _world = world;
        _dice = new Dice(world.Seed, "clients");
        _client = new Client(world, "anna");
    }

    public Client Client => _client;

    /// <summary>Registers the estates; one of them may only be observed.</summary>
    public void RegisterEstates()
    {
        foreach (var estate in _world.Estates)
        {
            var access = estate.Name == "estate-3" ? EnvironmentAccess.ObserveOnly : EnvironmentAccess.Manage;
            _environments.Add(_client.Register(estate, access));
        }
    }

    /// <summary>Asks for something again and again, with pauses around the mean.</summary>
    public void Begin(DateTimeOffset until, TimeSpan pause)
    {
        (_until, _pause) = (until, pause);
        Next();
    }

    private void Next()
    {
        if (_world.Now >= _until) return;
        var burst = _dice.Chance(0.1) ? _dice.Between(2, 5) : 1;
        for (var count = 0; count < burst; count++) One();
        _world.Agenda.Add(_world.Now + (_pause * (_dice.Fraction() * 2)), Next);
    }

    private void One()
    {
        switch (_dice.Between(1, 100))
        {
            case <= 12:
                Repeat();
                break;
            case <= 22:
                Nonsense();
                break;
            case <= 45 when _servers.Count < MostServers:
                Create();
                break;
            case <= 75 when _servers.Count > 0:
                OnServer();
                break;
            case <= 85 when _systems.Count < MostSystems:
                Deploy();
                break;
            default:
                OnSystem();
                break;
        }
    }

    private void Repeat()
    {
        if (_client.Requests.Count == 0) return;
        _world.Counts.Note("repeated requests");
        _dice.Pick(_client.Requests).Submit();
    }

    private void Create()
    {
        // What has no guest never gets an address, and would be read for it for minutes.
        var hasGuest = _dice.Chance(0.7);
        _servers.Add(_client.CreateServer(server => new CreateServer(
            server,
            $"s{++_names}",
            Vcpus: _dice.Between(1, 2),
            MemoryBytes: (long)_dice.Between(1, 4) << 29,
            Image: hasGuest ? "hcos-guest" : null,
            Network: hasGuest ? "default" : null,
            Environment: _dice.Chance(0.2) ? _environments[_dice.Between(0, 1)] : null,
            Start: _dice.Chance(0.8),
            Group: _dice.Chance(0.3) ? "g" : null)));
    }

    private void OnServer()
    {
        var verb = _dice.Pick(Verbs);
        var server = _dice.Pick(_servers);
        _client.OnServer(verb, server);
        // The id stays known for a while: people ask for what is gone, too.
        if (verb == "delete" && _dice.Chance(0.7)) _servers.Remove(server);
    }

    private void Deploy()
    {
        var name = $"b{++_names}";
        var spec = Spec();
        _systems.Add((_client.Deploy(name, spec), name, spec));
    }

    private void OnSystem()
    {
        if (_systems.Count == 0) return;
        var index = _dice.Between(0, _systems.Count - 1);
        var (id, name, spec) = _systems[index];
        switch (_dice.Between(1, 10))
        {
            case <= 5:
                var component = _dice.Pick(spec.Components);
                var count = _dice.Between(0, 3);
                _client.Scale(id, component.Name, count);
                break;
            case <= 7:
                _client.Deploy(name, spec, id);
                break;
            default:
                _client.Delete(id);
                if (_dice.Chance(0.8)) _systems.RemoveAt(index);
                break;
        }
    }

    private SystemSpec Spec()
    {
        var components = new List<ComponentSpec>();
        for (var number = 1; number <= _dice.Between(1, 3); number++)
        {
            var isSeen = _dice.Chance(0.7);
            components.Add(new ComponentSpec(
                $"c{number}",
                _dice.Between(1, 2),
                1,
                512L << 20,
                0,
                "hcos-guest",
                "default",
                [],
                null,
                number > 1 && _dice.Chance(0.5) ? [$"c{number - 1}"] : [],
                isSeen ? new HealthSpec(StartSeconds: 30) : null));
        }

        return new SystemSpec(components, Heal: _dice.Chance(0.9));
    }

    private void Nonsense()
    {
        var unknown = new ServerId(_client.NextId());
        switch (_dice.Between(1, 8))
        {
            case 1:
                _client.Register("nowhere", "simulated", "simulated://nowhere", EnvironmentAccess.Manage);
                break;
            case 2:
                _client.Register("odd", "unheard-of", "x://y", EnvironmentAccess.Manage);
                break;
            case 3:
                _client.Register(_world.Estates[0]);
                break;
            case 4:
                _client.CreateServer(server => new CreateServer(server, $"s{++_names}", MemoryBytes: 1L << 42));
                break;
            case 5:
                var taken = $"s{_dice.Between(1, _names + 1)}";
                _client.CreateServer(server => new CreateServer(server, taken, Image: "no-such-image"));
                break;
            case 6:
                _client.CreateServer(server => new CreateServer(server, "-bad name-", Vcpus: -1));
                break;
            case 7:
                _client.OnServer(_dice.Pick(Verbs), unknown);
                break;
            default:
                _client.Scale(new SystemId(unknown.Value), "c1", 2);
                break;
        }
    }
}
