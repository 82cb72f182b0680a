using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Tests.Convergence;

public sealed class ConvergenceTests
{
    private const int Seeds = 60;
    private const int Steps = 250;

    [Fact]
    public void Whatever_happens_nothing_that_is_there_is_believed_missing_and_in_the_end_the_picture_is_right()
    {
        var observed = 0;
        var missing = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var platform = new ChaoticPlatform(seed);
            platform.World.Register();
            for (var step = 0; step < Steps; step++)
            {
                var before = platform.World.Of<ResourceMissing>().Count;
                platform.Step();
                foreach (var gone in platform.World.Of<ResourceMissing>().Skip(before))
                {
                    Assert.False(
                        platform.Servers.ContainsKey(gone.Key.NativeId),
                        $"seed {seed}, step {step}: {gone} is there");
                }
            }

            platform.Calm();
            AssertOnlyLaterReplacesEarlier(platform, seed);
            Assert.Empty(platform.World.Layer.Notices);
            Assert.All(platform.Ever, id => Assert.True(IsRight(platform, id), Explain(platform, seed, id)));
            Assert.Equal(
                platform.World.Of<DriverTaskBegun>().Select(task => task.Task).Order(),
                platform.World.Of<DriverTaskEnded>().Select(task => task.Task).Order());
            observed += platform.World.Of<ResourceObserved>().Count;
            missing += platform.World.Of<ResourceMissing>().Count;
        }

        // The chaos was real: much happened, and much went away.
        Assert.True(observed > Seeds * 20, $"{observed} observed");
        Assert.True(missing > Seeds * 5, $"{missing} missing");
    }

    private static void AssertOnlyLaterReplacesEarlier(ChaoticPlatform platform, int seed)
    {
        var latest = new SortedDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var happened in platform.World.Layer.Events)
        {
            (ResourceKey? key, Evidence? evidence) = happened switch
            {
                ResourceObserved seen => (seen.Key, seen.Evidence),
                ResourceStateObserved seen => (seen.Key, seen.Evidence),
                ResourceMissing missing => (missing.Key, missing.Evidence),
                _ => default((ResourceKey?, Evidence?)),
            };
            if (key is null || evidence is null) continue;
            Assert.True(
                !latest.TryGetValue(key.NativeId, out var former) || evidence.At > former,
                $"seed {seed}: {happened} replaces what was seen at {former}");
            latest[key.NativeId] = evidence.At;
        }
    }

    private static bool IsRight(ChaoticPlatform platform, string id)
    {
        var shown = platform.World.Shown(id);
        return platform.Servers.TryGetValue(id, out var state)
            ? shown == state
            : shown is null or ResourceState.Missing;
    }

    private static string Explain(ChaoticPlatform platform, int seed, string id)
    {
        var truth = platform.Servers.TryGetValue(id, out var state) ? $"{state}" : "gone";
        var events = platform.World.Layer.Events
            .Where(happened => $"{happened}".Contains(id, StringComparison.Ordinal));
        return $"seed {seed}: {id} is {truth}, shown {platform.World.Shown(id)}\n{string.Join('\n', events)}";
    }
}
