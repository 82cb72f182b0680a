using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;
using Hcos.Testing;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>Environments that take every call and answer none, beside one that is well.</summary>
public sealed class HangScenarios
{
    private const int Hanging = 100;
    private const int Creates = 101;

    /// <summary>Every step of the way takes a time that is drawn: this is what draws differ by.</summary>
    private const double Tolerance = 0.1;

    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_hundred_environments_that_hang_leave_the_times_of_another_as_they_were()
    {
        var (before, during) = (TimeSpan.Zero, TimeSpan.Zero);
        Stage.Play(
            stage =>
            {
                var others = stage.World.Estates.Skip(PlatformWorld.UsualEstates).ToList();
                foreach (var estate in others) stage.Client.Register(estate);
                stage.Demand(() => Environments(stage).Count(row => row.Sweep is not null) == Hanging + 2, Minutes);
                var well = Environments(stage).Single(row => row.Name == stage.World.Estates[0].Name).Id;
                before = MedianCreate(stage, well, "before");

                foreach (var estate in others) estate.Hangs = true;
                stage.Demand(
                    () => Environments(stage).Count(row => row.Reachability == Reachability.Unreachable) == Hanging,
                    Minutes);
                during = MedianCreate(stage, well, "during");

                foreach (var estate in others) estate.Hangs = false;
                stage.Rest(Minutes);
            },
            estates: PlatformWorld.UsualEstates + Hanging);
        Figures.Say($"{Creates} creates, median: {before.TotalMilliseconds:F1} ms while all are well, "
            + $"{during.TotalMilliseconds:F1} ms while {Hanging} other environments hang");
        Assert.InRange(during / before, 1 - Tolerance, 1 + Tolerance);
    }

    private static IReadOnlyList<EnvironmentView> Environments(Stage stage) =>
        stage.Rows<EnvironmentView>(ViewNames.Environments);

    private static TimeSpan MedianCreate(Stage stage, EnvironmentId where, string name)
    {
        var times = new List<TimeSpan>();
        for (var number = 1; number <= Creates; number++)
        {
            var server = stage.Client.CreateServer(id => new CreateServer(
                id, $"{name}-{number}", MemoryBytes: 16L << 20, Image: "hcos-guest", Environment: where));
            stage.Demand(() => stage.HasEnded($"servers/{server}"), Minutes);
            var ended = stage.Operation($"servers/{server}")!;
            Assert.Equal(TaskOutcome.Done, ended.Outcome);
            times.Add(ended.EndedAt!.Value - ended.AcceptedAt);
        }

        return times.Order().ElementAt(Creates / 2);
    }
}
