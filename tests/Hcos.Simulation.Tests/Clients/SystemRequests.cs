using Hcos.Contracts.Esl;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>Requests for business systems: deployed, changed, scaled, deleted.</summary>
internal sealed class SystemRequests(Client client, Dice dice)
{
    private const int MostSystems = 4;
    private const int LeftAlone = 2;

    // What is asked for all the time never rests: in some runs systems become healthy, and only others disturb them.
    private readonly bool _isPatient = dice.Chance(0.35);
    private readonly List<(SystemId Id, string Name, SystemSpec Spec)> _systems = [];
    private int _names;

    /// <summary>Asks for something, or leaves the systems alone.</summary>
    public bool TryAsk()
    {
        if (_systems.Count < MostSystems && dice.Chance(_systems.Count == 0 ? 1 : 0.2)) Deploy();
        else if (_isPatient && dice.Chance(0.9)) return false;
        else OnSystem();
        return true;
    }

    private void Deploy()
    {
        var name = $"b{++_names}";
        var spec = Spec();
        _systems.Add((client.Deploy(name, spec), name, spec));
    }

    private void OnSystem()
    {
        var index = dice.Between(0, _systems.Count - 1);
        var (id, name, spec) = _systems[index];
        if (index < LeftAlone && dice.Chance(0.95))
        {
            // What is changed all the time never rests, and is never healed.
            client.Deploy(name, spec, id);
            return;
        }

        switch (dice.Between(1, 10))
        {
            case <= 6:
                client.Scale(id, dice.Pick(spec.Components).Name, dice.Between(0, 3));
                break;
            case 7:
                client.Deploy(name, spec, id);
                break;
            case 8:
                var other = Spec();
                client.Deploy(name, other, id);
                _systems[index] = (id, name, other);
                break;
            default:
                client.Delete(id);
                if (dice.Chance(0.8)) _systems.RemoveAt(index);
                break;
        }
    }

    private SystemSpec Spec()
    {
        var components = new List<ComponentSpec>();
        var most = dice.Between(1, 3);
        for (var number = 1; number <= most; number++)
        {
            components.Add(new ComponentSpec(
                $"c{number}",
                dice.Between(1, 2),
                1,
                512L << 20,
                0,
                "hcos-guest",
                "default",
                [],
                null,
                number > 1 && dice.Chance(0.5) ? [$"c{number - 1}"] : [],
                dice.Chance(0.7) ? new HealthSpec(StartSeconds: 30) : null));
        }

        return new SystemSpec(components, Heal: dice.Chance(0.9));
    }
}
