using Hcos.Contracts.Cie;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>
/// Requests for environments: registered, observed only for a while, given other credentials, removed and registered
/// again, forgotten with everything in them.
/// </summary>
internal sealed class EnvironmentRequests(PlatformWorld world, Client client, Dice dice)
{
    private const string Observed = "estate-3";
    private const int MostSettlings = 8;
    private static readonly TimeSpan BetweenSettlings = TimeSpan.FromSeconds(10);
    private static readonly string[] Credentials = ["lab-user", "lab-admin"];
    private readonly Dictionary<string, EnvironmentId> _asked = new(StringComparer.Ordinal);

    /// <summary>Registers the estates; one of them may only be observed.</summary>
    public void RegisterAll()
    {
        foreach (var estate in world.Estates) Register(estate);
    }

    /// <summary>One of the environments that may be changed.</summary>
    public EnvironmentId Some() => IdOf(dice.Pick(world.Estates.Where(estate => estate.Name != Observed).ToList()));

    public void Ask()
    {
        var estate = dice.Pick(world.Estates);
        switch (dice.Between(1, 20))
        {
            case <= 5:
                client.StoreCredential(dice.Pick(Credentials), $"user-{dice.Between(1, 3)}");
                break;
            case <= 7:
                client.RemoveCredential(dice.Pick(Credentials));
                break;
            case <= 12:
                client.Set(new ChangeEnvironment(IdOf(estate), Credential: dice.Pick(Credentials)));
                break;
            case <= 15:
                Switch(estate);
                break;
            case <= 19:
                Remove(estate, forget: false);
                break;
            default:
                Remove(estate, forget: estate.Name != Observed && dice.Chance(0.3));
                break;
        }
    }

    /// <summary>
    /// Everything is in the books again, and may be changed where that is meant. Somebody sees to it for a while: what
    /// was asked before may still be on its way.
    /// </summary>
    public void Settle(int times = MostSettlings)
    {
        foreach (var estate in world.Estates)
        {
            var shown = Shown(estate);
            if (shown is null) Register(estate);
            else if (estate.Name != Observed && shown.Access != EnvironmentAccess.Manage) Allow(shown.Id);
        }

        // Somebody tidies up by then: what was left by late calls has been seen twice.
        var some = dice.Pick(world.Estates);
        client.Reap(IdOf(some), leastAge: 30, doubtful: dice.Chance(0.8));
        if (times > 1) world.Agenda.Add(world.Now + BetweenSettlings, () => Settle(times - 1));
    }

    private void Allow(EnvironmentId environment) =>
        client.Set(new ChangeEnvironment(environment, Access: EnvironmentAccess.Manage));

    private EnvironmentView? Shown(Estate estate) =>
        world.Views.All<EnvironmentView>(ViewNames.Environments).FirstOrDefault(row => row.Name == estate.Name);

    /// <summary>People go by names; before an environment is shown, by what they were told.</summary>
    public EnvironmentId IdOf(Estate estate) => Shown(estate)?.Id ?? _asked[estate.Name];

    private void Register(Estate estate)
    {
        var access = estate.Name == Observed ? EnvironmentAccess.ObserveOnly : EnvironmentAccess.Manage;
        _asked[estate.Name] = client.Register(estate, access);
    }

    private void Switch(Estate estate)
    {
        if (estate.Name == Observed) return;
        var id = IdOf(estate);
        client.Set(new ChangeEnvironment(id, Access: EnvironmentAccess.ObserveOnly));
        world.Agenda.Add(
            world.Now + dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8)),
            () => Allow(id));
    }

    private void Remove(Estate estate, bool forget)
    {
        client.Remove(IdOf(estate), forget);
        world.Agenda.Add(
            world.Now + dice.Between(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(5)), () => Register(estate));
    }
}
