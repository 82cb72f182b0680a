using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>A stream of requests drawn from the seed, sensible ones and nonsense, some of them repeated.</summary>
internal sealed class CommandStream
{
    private readonly PlatformWorld _world;
    private readonly Dice _dice;
    private readonly Client _client;
    private readonly EnvironmentRequests _environments;
    private readonly PrincipalRequests _principals;
    private readonly ServerRequests _servers;
    private readonly SystemRequests _systems;
    private readonly AdoptionRequests _adoptions;
    private readonly Nonsense _nonsense;
    private readonly Questions _questions;
    private DateTimeOffset _until;
    private TimeSpan _pause;
    private int _least;
    private int _most;

    public CommandStream(PlatformWorld world)
    {
        _world = world;
        _dice = new Dice(world.Seed, "clients");
        _client = new Client(world, "anna");
        _environments = new EnvironmentRequests(world, _client, _dice);
        _principals = new PrincipalRequests(world, _client, _dice);
        _servers = new ServerRequests(_client, _dice, _environments);
        _systems = new SystemRequests(_client, _dice);
        _adoptions = new AdoptionRequests(world, _client, _dice, _environments, _servers);
        _nonsense = new Nonsense(world, _client, _dice);
        _questions = new Questions(world, _dice);
    }

    public Client Client => _client;

    public EnvironmentRequests Environments => _environments;

    /// <summary>Asks for something again and again, so many times at least, with pauses around the mean.</summary>
    /// <param name="until">When it ends.</param>
    /// <param name="least">How many requests there must have been by then.</param>
    /// <param name="most">How many there are at most, in all.</param>
    public void Begin(DateTimeOffset until, int least, int most)
    {
        _principals.Begin();
        (_until, _least, _most) = (until, Math.Min(least, most), most);
        _pause = (until - _world.Now) / least;
        Next();
    }

    private void Next()
    {
        if (_world.Now >= _until)
        {
            for (var left = _least; left > 0 && _client.Requests.Count < _least; left--) One();
            return;
        }

        var burst = _dice.Chance(0.1) ? _dice.Between(2, 5) : 1;
        for (var count = 0; count < burst; count++) One();
        _world.Agenda.Add(_world.Now + (_pause * (_dice.Fraction() * 2)), Next);
    }

    private void One()
    {
        if (_client.Requests.Count >= _most) return;
        switch (_dice.Between(1, 100))
        {
            case <= 9:
                Repeat();
                break;
            case <= 17:
                _nonsense.Ask();
                break;
            case <= 70:
                _servers.Ask();
                break;
            case <= 72:
                _adoptions.Ask();
                break;
            case <= 92:
                if (!_systems.TryAsk()) _servers.Ask();
                break;
            case <= 97:
                _environments.Ask();
                break;
            case 98:
                _principals.Ask();
                break;
            default:
                _questions.Ask();
                break;
        }
    }

    private void Repeat()
    {
        if (_client.Requests.Count == 0) return;
        _world.Counts.Note("repeated requests");
        _dice.Pick(_client.Requests).Submit();
    }
}
