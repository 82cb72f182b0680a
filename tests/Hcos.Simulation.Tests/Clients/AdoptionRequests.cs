using Hcos.Contracts.Bsl;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>Requests for what HCOS did not make, or made and forgot: adopted, one or all, and reaped.</summary>
internal sealed class AdoptionRequests(
    PlatformWorld world, Client client, Dice dice, EnvironmentRequests environments, ServerRequests servers)
{
    private const int ShortestAge = 30;
    private int _names;

    public void Ask()
    {
        var estate = dice.Pick(world.Estates);
        var environment = environments.IdOf(estate);
        if (dice.Chance(0.4))
        {
            client.Reap(environment, dice.Chance(0.8) ? ShortestAge : 3600, doubtful: dice.Chance(0.7));
            return;
        }

        var foreign = estate.Foreign.Keys.ToList();
        if (foreign.Count == 0 || dice.Chance(0.3))
        {
            client.Adopt(environment, null, null);
            return;
        }

        var adoption = client.Adopt(environment, dice.Pick(foreign), dice.Chance(0.5) ? $"adopted-{++_names}" : null);
        servers.Know(new ServerId(adoption.Value));
    }
}
