using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.Clients;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>Stories of what HCOS did not make, and of what it made and nobody owns.</summary>
public sealed class OrphanScenarios
{
    private const int Hour = 3600;
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_hundred_orphans_are_all_found_with_no_false_one_and_the_young_are_kept()
    {
        Stage.Play(stage =>
        {
            var (live, former) = (Made(stage, "live", 4), Made(stage, "former", 10));
            foreach (var server in former) stage.Client.OnServer("delete", server.Server);
            stage.Rest(Minutes);
            var seeded = stage.World.Estates.Take(2).SelectMany(estate => Seed(stage, estate, live, former)).ToList();
            Assert.Equal(100, seeded.Count);
            var others = stage.World.Estates.Take(2).SelectMany(estate => Bystanders(stage, estate)).ToList();

            stage.Demand(() => OnPlatform(stage).Count == 100, Minutes);
            stage.World.RunFor(TimeSpan.FromMinutes(3));
            Assert.Equal(
                seeded.Select(key => key.NativeId).Order(StringComparer.Ordinal),
                OnPlatform(stage).Select(row => row.NativeId!).Order(StringComparer.Ordinal));
            Assert.All(
                OnPlatform(stage), row => Assert.True(row.SeenAgain - row.FirstSeen >= TimeSpan.FromSeconds(30)));

            Assert.All(
                Reap(stage, Hour), view => Assert.Equal((0, view.KeptCount), (view.Reaps.Count, view.Keeps.Count)));
            Assert.Equal(100, OnPlatform(stage).Count);

            stage.World.RunFor(TimeSpan.FromMinutes(2));
            var reaped = Reap(stage, 30);
            Assert.All(reaped, view => Assert.Equal(TaskOutcome.Done, view.Outcome));
            // A disk of a server that was there too could only go after it.
            stage.Demand(() => Reap(stage, 30) is not null && OnPlatform(stage).Count == 0, TimeSpan.FromMinutes(20));
            stage.Rest(Minutes);
            Assert.All(others, key => Assert.Contains(
                key, stage.World.Estates.SelectMany(estate => estate.Everything).ToList()));
            Assert.All(live, server => Assert.Equal(ResourceState.Running, stage.Server(server.Server)?.State));
        });
    }

    [Fact]
    public void What_others_made_is_adopted_untouched_and_driven_like_any_other()
    {
        Stage.Play(stage =>
        {
            var estate = stage.World.Estates[0];
            var keys = Enumerable.Range(1, 3).Select(number => Foreign(stage, estate, $"old_{number}")).ToList();
            stage.Demand(() => keys.TrueForAll(key => IsSeen(stage, key)), Minutes);
            var changes = stage.World.Counts.Notes.GetValueOrDefault("changing native calls");
            var environment = stage.Rows<EnvironmentView>(ViewNames.Environments).Single(e => e.Name == estate.Name).Id;

            var adoption = stage.Client.Adopt(environment, null, null);
            stage.Demand(() => stage.HasEnded($"adoptions/{adoption}"), Minutes);

            Assert.Equal(changes, stage.World.Counts.Notes.GetValueOrDefault("changing native calls"));
            var report = stage.Rows<AdoptionView>(ViewNames.Adoptions).Single();
            Assert.Equal((3, 0, TaskOutcome.Done), (report.AdoptedCount, report.LeftCount, report.Outcome!.Value));
            Assert.Equal(["old-1", "old-2", "old-3"], report.Adopts.Select(server => server.Name).Order());
            foreach (var (verb, state) in new[]
            {
                ("start", ResourceState.Running), ("pause", ResourceState.Paused), ("resume", ResourceState.Running),
                ("stop --force", ResourceState.Stopped), ("delete", ResourceState.Missing),
            })
            {
                foreach (var server in report.Adopts) stage.Client.OnServer(verb, server.Server);
                stage.Demand(() => keys.TrueForAll(key => StateOf(estate, key) == state), Minutes);
            }

            stage.Rest(Minutes);
        });
    }

    [Fact]
    public void What_is_to_be_adopted_and_reaped_at_once_is_one_of_both()
    {
        var ends = Enumerable.Range(-6, 13).Select(offset => Race(TimeSpan.FromMilliseconds(offset))).ToList();
        Assert.Contains(true, ends);
        Assert.Contains(false, ends);
    }

    [Fact]
    public void What_could_not_be_adopted_goes_all_the_same_where_it_is_being_reaped()
    {
        // Its adoption ended first, and so it counted as left as it was.
        var stage = Stage.Play(stage =>
        {
            var (estate, environment, key) = Late(stage);
            stage.World.WhenCommitted = happened => estate.Hangs |= happened.Body is OrphansReaping;
            var reap = Reap(stage, environment);
            var adoption = stage.Client.Adopt(environment, key.NativeId, null);
            stage.Demand(() => stage.HasEnded($"adoptions/{adoption}"), Minutes);
            Assert.Equal(TaskOutcome.Undone, stage.Operation($"adoptions/{adoption}")?.Outcome);
            Assert.Equal(ResourceState.Stopped, StateOf(estate, key));

            stage.World.WhenCommitted = null;
            estate.Hangs = false;
            stage.Demand(() => stage.HasEnded(reap.Subject), Minutes);
            Assert.Equal(ResourceState.Missing, StateOf(estate, key));
            stage.Rest(Minutes);
        });
        Assert.Single(stage.World.LogOf("bsl"), happened => happened.Body is ServerNotAdopted);
    }

    /// <summary>The same orphan is adopted, and so much later or earlier reaped; whether it was adopted.</summary>
    private static bool Race(TimeSpan adoptFirst)
    {
        var isAdopted = false;
        var stage = Stage.Play(stage =>
        {
            var (estate, environment, key) = Late(stage);
            Asks(
                stage,
                adoptFirst,
                () => stage.Client.Adopt(environment, key.NativeId, null),
                () => Reap(stage, environment));
            stage.Demand(() => stage.Rows<OperationView>(ViewNames.Operations).All(
                row => row.Status == OperationStatus.Ended), Minutes);
            stage.Rest(Minutes);

            isAdopted = stage.Rows<ServerView>(ViewNames.Servers).Any(row => row.State != ResourceState.Deleted);
            Assert.Equal(isAdopted ? ResourceState.Stopped : ResourceState.Missing, StateOf(estate, key));
        });
        Assert.Empty(OnPlatform(stage));
        return isAdopted;
    }

    /// <summary>A definition that came late, found as an orphan and old enough to go.</summary>
    private static (Estate Estate, EnvironmentId Environment, ResourceKey Key) Late(Stage stage)
    {
        var estate = stage.World.Estates[0];
        var environment = stage.Rows<EnvironmentView>(ViewNames.Environments).Single(e => e.Name == estate.Name).Id;
        var key = new ResourceKey(ResourceKind.Server, DerivedId.From("orphan of two").ToString());
        estate.Outside("leave definition", change => change.LeaveServer(
            "late-one", new ResourceId(Guid.Parse(key.NativeId)), stage.World.Now, memoryBytes: 64L << 20));
        estate.Foreign[key.NativeId] = ResourceState.Stopped;
        stage.Demand(() => OnPlatform(stage).Any(row => row.SeenAgain - row.FirstSeen >= Young), Minutes);
        return (estate, environment, key);
    }

    private static ClientRequest Reap(Stage stage, EnvironmentId environment) =>
        stage.Client.Reap(environment, (int)Young.TotalSeconds, doubtful: true);

    private static void Asks(Stage stage, TimeSpan firstBefore, Action first, Action second)
    {
        var (one, other) = firstBefore >= TimeSpan.Zero ? (first, second) : (second, first);
        one();
        stage.World.RunFor(firstBefore.Duration());
        other();
    }

    private static List<(ServerId Server, ResourceId Resource)> Made(Stage stage, string name, int count)
    {
        var servers = Enumerable.Range(1, count).Select(number => stage.CreateServer($"{name}-{number}")).ToList();
        stage.Demand(
            () => servers.TrueForAll(server => stage.Server(server)?.State == ResourceState.Running), Minutes);
        return [.. servers.Select(server => (server, stage.Server(server)!.Resource!.Value))];
    }

    /// <summary>Fifty orphans of all kinds: late definitions, doubles, disks, seeds, marks of others.</summary>
    private static IEnumerable<ResourceKey> Seed(
        Stage stage,
        Estate estate,
        List<(ServerId Server, ResourceId Resource)> live,
        List<(ServerId Server, ResourceId Resource)> former)
    {
        var left = new List<ResourceKey>();
        var now = stage.World.Now;
        const long small = 32L << 20;
        estate.Outside("seed", change =>
        {
            // Half of those that were deleted come back as definitions, of the others disks and seeds stay.
            foreach (var (number, (_, resource)) in former.Take(5).Index())
            {
                left.Add(change.LeaveServer($"late-{estate.Name}-{number}", resource, now, memoryBytes: small));
            }

            foreach (var (_, resource) in former.Skip(5))
            {
                left.Add(change.LeaveDisk(resource));
                left.Add(change.LeaveSeed(resource));
            }

            foreach (var (number, (_, resource)) in live.Index())
            {
                var own = DerivedId.From("copy", estate.Name, $"{number}").ToString();
                left.Add(change.LeaveServer($"copy-{estate.Name}-{number}", resource, now, own, small));
            }

            for (var number = 0; left.Count < 50; number++)
            {
                var strange = new ResourceId(DerivedId.From("strange", estate.Name, $"{number}"));
                left.Add(number % 2 == 0
                    ? change.LeaveDisk(strange)
                    : change.LeaveServer($"strange-{estate.Name}-{number}", strange, now, memoryBytes: small));
            }
        });
        estate.LeftBehind.UnionWith(estate.Orphans);
        return left;
    }

    /// <summary>Servers and disks of others, which look like nothing of ours.</summary>
    private static List<ResourceKey> Bystanders(Stage stage, Estate estate)
    {
        var others = new List<ResourceKey>();
        estate.Outside("others", change =>
        {
            for (var number = 0; number < 10; number++)
            {
                others.Add(change.CreateServer($"other-{estate.Name}-{number}", stage.World.Now, 32L << 20));
                others.Add(change.CreateDisk($"other-{number}.qcow2"));
            }
        });
        return others;
    }

    private static List<ReapView> Reap(Stage stage, int leastAge)
    {
        var environments = stage.Rows<EnvironmentView>(ViewNames.Environments).Select(row => row.Id).ToList();
        var asked = environments
            .Select(environment => stage.Client.Reap(environment, leastAge, doubtful: true)).ToList();
        stage.Demand(() => asked.TrueForAll(request => stage.HasEnded(request.Subject)), TimeSpan.FromMinutes(6));
        var subjects = asked.Select(request => request.Subject).ToList();
        return [.. stage.Rows<ReapView>(ViewNames.Reaps).Where(row => subjects.Contains($"reaps/{row.Id}"))];
    }

    private static List<OrphanView> OnPlatform(Stage stage) =>
        [.. stage.Rows<OrphanView>(ViewNames.Orphans).Where(row => row.Place == OrphanPlace.OnPlatform)];

    private static ResourceKey Foreign(Stage stage, Estate estate, string name)
    {
        ResourceKey? made = null;
        estate.Outside("create foreign", change => made = change.CreateServer(name, stage.World.Now, 64L << 20));
        return made!;
    }

    private static bool IsSeen(Stage stage, ResourceKey key) => stage.Rows<ResourceView>(ViewNames.Resources)
        .Any(row => row.Kind == key.Kind && row.NativeId == key.NativeId);

    private static ResourceState StateOf(Estate estate, ResourceKey key) =>
        estate.Servers.FirstOrDefault(server => server.Key == key)?.State ?? ResourceState.Missing;
}
