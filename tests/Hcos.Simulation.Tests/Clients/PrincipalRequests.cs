using System.Security.Cryptography;
using System.Text;
using Hcos.Contracts.Usmc;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>
/// Those who may come in, registered by the route of USMC's own process: the administrator first, later others, new
/// tokens for known ones, and nonsense, which is refused.
/// </summary>
internal sealed class PrincipalRequests(PlatformWorld world, Client client, Dice dice)
{
    private static readonly string[] Names = ["admin", "berta", "carl"];
    private int _tokens;

    /// <summary>What every installation begins with.</summary>
    public void Begin() => Register("admin", NewHash());

    public void Ask()
    {
        switch (dice.Between(1, 6))
        {
            case 1:
                Register("-bad name-", NewHash());
                break;
            case 2:
                Register(dice.Pick(Names), "a token and not its hash");
                break;
            case 3:
                Register(dice.Pick(Names), Hash(1));
                break;
            default:
                Register(dice.Pick(Names), NewHash());
                break;
        }
    }

    private void Register(string name, string hash) =>
        client.AtDoor("usmc", "principals.add", name, new RegisterPrincipal(name, hash, name == "admin"));

    private string NewHash() => Hash(++_tokens);

    private string Hash(int token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{world.Seed}/{token}")));
}
