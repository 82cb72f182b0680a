using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Contracts.Esl;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>Requests that lead nowhere: each is refused with a reason, and nothing else happens.</summary>
internal sealed class Nonsense(PlatformWorld world, Client client, Dice dice)
{
    private int _names;

    public void Ask()
    {
        var unknown = new ServerId(client.NextId());
        switch (dice.Between(1, 9))
        {
            case 1:
                client.Register("nowhere", "simulated", "simulated://nowhere", EnvironmentAccess.Manage);
                break;
            case 2:
                client.Register("odd", "unheard-of", "x://y", EnvironmentAccess.Manage);
                break;
            case 3:
                client.Register(world.Estates[0]);
                break;
            case 4:
                client.CreateServer(server => new CreateServer(server, $"n{++_names}", MemoryBytes: 1L << 42));
                break;
            case 5:
                var taken = $"s{dice.Between(1, 20)}";
                client.CreateServer(server => new CreateServer(server, taken, Image: "no-such-image"));
                break;
            case 6:
                client.CreateServer(server => new CreateServer(server, "-bad name-", Vcpus: -1));
                break;
            case 7:
                client.OnServer(dice.Pick(["start", "stop", "reboot", "pause", "resume", "delete"]), unknown);
                break;
            case 8:
                client.Set(new ChangeEnvironment(new EnvironmentId(unknown.Value), Endpoint: "simulated://x"));
                break;
            default:
                client.Scale(new SystemId(unknown.Value), "c1", 2);
                break;
        }
    }
}
