using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Bus;
using Hcos.Simulation.Tests.Invariants;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>Stories about clocks, waiting, and owners that are none any more.</summary>
public sealed class ClockScenarios
{
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(5, 10)]
    [InlineData(10, 5)]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    public void A_server_is_made_while_clocks_differ_by_minutes(int arml, int ci2)
    {
        // Deadlines were written by one clock and judged by another: everything was refused as too late, for ever.
        var stage = Stage.Play(stage =>
        {
            stage.World.Process("arml").SetClock(TimeSpan.FromMinutes(arml));
            stage.World.Process("ci2").SetClock(TimeSpan.FromMinutes(ci2));
            stage.World.RunFor(TimeSpan.FromSeconds(3));
            var server = stage.CreateServer("one");
            stage.Demand(() => stage.HasEnded($"servers/{server}"), Minutes);
            Assert.Equal(TaskOutcome.Done, stage.Operation($"servers/{server}")?.Outcome);
            stage.Rest(Minutes);
        });
        Assert.Single(stage.Natives());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void A_credential_whose_answer_was_lost_is_stored_once_though_the_clock_is_set_ahead(int minutes)
    {
        // The layer that was started anew took what it had just answered for forgotten, and answered again.
        var stage = Stage.Play(stage =>
        {
            stage.World.WhenCommitted = happened =>
            {
                if (happened.Body is not CredentialStored) return;
                stage.World.WhenCommitted = null;
                stage.World.Process("ci2").Crash(false, TimeSpan.FromMilliseconds(50));
            };
            stage.Client.StoreCredential("lab-user", "ann");
            var isAnew = stage.World.RunUntil(
                () => stage.World.WhenCommitted is null && stage.World.Process("ci2").Current is not null,
                Minutes,
                TimeSpan.FromMilliseconds(1));
            Assert.True(isAnew, "it was not started anew");
            stage.World.Process("ci2").SetClock(TimeSpan.FromMinutes(minutes));
            stage.World.RunFor(TimeSpan.FromSeconds(12));
            stage.World.Process("ci2").SetClock(TimeSpan.Zero);
            stage.Rest(Minutes);
        });
        Assert.Single(stage.World.LogOf("ci2"), happened => happened.Body is CredentialStored);
    }

    [Fact]
    public void After_an_outage_everything_owed_is_sent_a_bounded_number_of_times()
    {
        const int servers = 12;
        var stage = Stage.Play(stage =>
        {
            stage.World.RunFor(TimeSpan.FromSeconds(5));
            stage.World.Network.Faults = new BusFaults { Lose = 1 };
            for (var number = 1; number <= servers; number++) stage.CreateServer($"s{number}");
            stage.World.RunFor(TimeSpan.FromMinutes(2));
            stage.World.Network.Faults = BusFaults.None;
            var sent = stage.World.Network.Counts.Sent;
            stage.World.RunFor(TimeSpan.FromMinutes(1));
            // Heartbeats alone are seven layers' heads to some twenty consumers each second.
            Assert.InRange(stage.World.Network.Counts.Sent - sent, 1, 60 * 60);
            stage.Rest(TimeSpan.FromMinutes(15));
        });
        Assert.InRange(stage.World.Invariant<RepeatsWait>().MostRepeats, 2, 16);
    }

    [Fact]
    public void An_idle_owner_that_lost_its_log_ends()
    {
        var stage = Stage.Play(stage =>
        {
            stage.Rest(Minutes);
            var former = stage.World.Process("usmc").Current!;
            stage.World.Store.EndSession("usmc");
            stage.World.RunFor(TimeSpan.FromSeconds(5));
            Assert.False(former.IsAlive);
            Assert.NotNull(stage.World.Process("usmc").Current);
            stage.Rest(Minutes);
        });
        Assert.Empty(stage.Natives());
    }
}
