using Hcos.Cie.Simulators.Wire;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>
/// What is done to a server that is there, with each of its requests answered wrongly in each way: whatever is told,
/// doing it again leads there, the server is there once, and nothing is shown off that is on.
/// </summary>
public sealed class HyperVCutOffTests
{
    private static readonly Interference[] OfReads =
    [
        Interference.Fault, Interference.ServerError, Interference.Unavailable, Interference.Unauthorized,
        Interference.Hang, Interference.Reset, Interference.CutAnswer, Interference.Malformed, Interference.SlowDrip,
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Lives => [.. CutOffLife.All.Select(life => life.Name)];

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task What_is_cut_off_anywhere_in_any_way_converges(string name)
    {
        var life = CutOffLife.All.Single(life => life.Name == name);
        await using var world = await HyperVWorld.StartAsync(CutOffLife.Host);
        var stage = await CutOffStage.BeginAsync(world);
        await life.Prepare(stage);
        world.Endpoint.Mischief.Listen();
        await life.Do(stage);
        var requests = world.Endpoint.Mischief.Heard();
        await life.Check(stage);

        var met = 0;
        foreach (var (changes, verb) in Moments(requests))
        {
            // What is only read is answered alike whether it is asked before or after.
            foreach (var what in IsRead(verb) ? OfReads : Enum.GetValues<Interference>())
            {
                await life.Prepare(stage);
                var before = await stage.PictureAsync();
                var failure = await Interfering.Interfered.CallAsync(
                    world.Endpoint.Mischief,
                    world.Timeouts,
                    heard => Moment(heard) == (changes, verb),
                    what,
                    () => life.Do(stage),
                    HyperVWorld.Password);
                var cut = $"{name}: {what} of {verb} after {changes} changes: {failure}";
                Assert.True(HyperVWorld.IsAllowed(failure), cut);
                await stage.ShowsNothingOffThatIsOnAsync(cut);
                if (failure is not (null or DriverFailure.Uncertain)) Assert.Equal(before, await stage.PictureAsync());

                await life.Do(stage);
                await life.Check(stage);
                Assert.Single(world.Endpoint.Outside.Machines);
                met++;
            }
        }

        Assert.True(met >= OfReads.Length + Enum.GetValues<Interference>().Length, $"{met} of {name}");
    }

    /// <summary>
    /// The moments at which a request can go wrong: of each verb the first before, between and after changes. How often
    /// something is looked at until it has ended follows from nothing.
    /// </summary>
    private static IEnumerable<(int Changes, string Verb)> Moments(IReadOnlyList<string> requests) =>
        Enumerable.Range(1, requests.Count).Select(count => Moment([.. requests.Take(count)])).Distinct();

    private static (int Changes, string Verb) Moment(IReadOnlyList<string> heard) =>
        (heard.SkipLast(1).Count(verb => !IsRead(verb)), heard[^1]);

    private static bool IsRead(string verb) =>
        verb is "Enumerate" or "Pull" || verb.StartsWith("Get", StringComparison.Ordinal);
}
