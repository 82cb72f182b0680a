using Hcos.Bsl.Placement;
using Hcos.Bsl.Servers;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Tests.Servers;

/// <summary>"Why here, and why not there" is answered by replaying exactly that decision from BSL's own log.</summary>
public sealed class ReplayTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_decision_can_be_replayed_from_the_log_up_to_its_position(int seed)
    {
        var world = Busy(new Random(seed));
        var log = world.Layer.Log;

        foreach (var placed in world.Layer.Of<ServerPlaced>())
        {
            var (lookups, refused) = Fold(log, placed);
            var wanted = world.Layer.Of<ServerRequested>().Single(e => e.Server == placed.Server).Description;
            var again = Planning.Place(wanted, refused, lookups);

            Assert.Equal(Text(placed.Decision), Text(again.Decision!));
            Assert.Equal(placed.Amount, again.Amount);
        }

        Assert.NotEmpty(world.Layer.Of<ServerPlaced>());
    }

    private static (BslLookups Lookups, List<CandidateKey> Refused) Fold(List<RecordedEvent> log, ServerPlaced placed)
    {
        var lookups = new BslLookups(new BslOptions());
        var refused = new List<CandidateKey>();
        foreach (var happened in log.TakeWhile(e => e.Position <= placed.Decision.InputPosition))
        {
            lookups.Apply(happened);
            if (happened.Body is ServerPlaced former && former.Server == placed.Server)
            {
                refused.Add(ServerEvolution.KeyOf(former));
            }
        }

        return (lookups, refused);
    }

    private static string Text(PlacementDecision decision) =>
        System.Text.Json.JsonSerializer.Serialize(decision, MessageCatalog.CreateOptions());

    private static BslWorld Busy(Random random)
    {
        var world = new BslWorld();
        for (var i = 0; i < 40; i++)
        {
            switch (random.Next(5))
            {
                case 0:
                    world.Host($"h{random.Next(6)}", random.Next(1, 40), random.Next(5) > 0);
                    break;
                case 1 when world.Layer.Commands.Count > 0 && world.Layer.Of<ServerPlaced>().Count > 0:
                    world.Layer.Refuse(world.Layer.Commands[^1], "stale");
                    break;
                default:
                    world.Send(world.Create with
                    {
                        Server = new(DerivedId.From("server", $"{i}")),
                        Name = $"web-{i}",
                        Vcpus = random.Next(1, 5),
                        Group = random.Next(2) == 0 ? "web" : null,
                    });
                    break;
            }
        }

        return world;
    }
}
