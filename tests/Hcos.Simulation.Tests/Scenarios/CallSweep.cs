using System.Runtime.CompilerServices;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Simulation.Tests.Faults;
using Hcos.Simulation.Tests.World;
using Hcos.Testing;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.Scenarios;

/// <summary>
/// Each native call of one story is cut off at each point, on platforms of all manners: one run for each. The
/// invariants hold in all of them; at rest there is what was told and nothing else.
/// </summary>
public sealed class CallSweep
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Down = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// What becomes of a call, and whether the process that sent it is killed before an answer could come. A body that
    /// cannot be read is an answer that was lost; a token that expired is a refusal.
    /// </summary>
    private static readonly (string Word, NativeFault Fault, bool IsKilled)[] Cuts =
    [
        ("hangs", new(NativeFaultKind.NeverArrives), false),
        ("acts and hangs", new(NativeFaultKind.NeverAnswers), false),
        ("acts and is reset", new(NativeFaultKind.LosesAnswer), false),
        ("says unavailable", new(NativeFaultKind.None, DriverFailure.Unavailable), false),
        ("says denied", new(NativeFaultKind.None, DriverFailure.Denied), false),
        ("drips", new(NativeFaultKind.None, AnswerLate: TimeSpan.FromSeconds(15)), false),
        ("acts, and nobody is there any more", NativeFault.None, true),
        ("never comes, and nobody is there any more", new(NativeFaultKind.NeverArrives), true),
        ("comes when somebody else is at it", new(NativeFaultKind.None, Late: TimeSpan.FromSeconds(0.6)), true),
        ("comes when all is done", new(NativeFaultKind.None, Late: TimeSpan.FromSeconds(20)), true),
    ];

    public static TheoryData<string> Words => [.. PlatformManners.All.Select(one => one.Word)];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_server_that_is_made_to_run_is_there_once_or_not_at_all(string manners) =>
        Sweep(manners, Create(start: true));

    [Theory]
    [MemberData(nameof(Words))]
    public void A_server_that_is_made_stopped_is_there_once_or_not_at_all(string manners) =>
        Sweep(manners, Create(start: false));

    [Theory]
    [MemberData(nameof(Words))]
    public void A_server_that_is_removed_leaves_nothing(string manners) => Sweep(manners, stage =>
    {
        var server = Asked(stage, start: true);
        stage.Demand(() => stage.Server(server) is { State: ResourceState.Running, Addresses.Count: 1 }, Bound);
        stage.Rest(Bound);
        return () =>
        {
            stage.Client.OnServer("delete", server);
            stage.Demand(
                () => stage.Operation($"servers/{server}") is { Name: "servers.delete", EndedAt: not null }, Bound);
        };
    });

    /// <summary>What goes before a story, and the story.</summary>
    private static Func<Stage, Action> Create(bool start) => stage => () =>
    {
        var server = Asked(stage, start);
        stage.Demand(() => stage.HasEnded($"servers/{server}"), Bound);
    };

    private static ServerId Asked(Stage stage, bool start) => stage.Client.CreateServer(id => new CreateServer(
        id, "one", MemoryBytes: 512L << 20, Image: "hcos-guest", Network: "default", Start: start));

    private static void Sweep(string manners, Func<Stage, Action> begin, [CallerMemberName] string story = "")
    {
        var calls = 0;
        Run(manners, begin, (_, _) =>
        {
            calls++;
            return null;
        });
        for (var number = 1; number <= calls; number++)
        {
            foreach (var cut in Cuts) Run(manners, begin, number, cut);
        }

        Figures.Say($"{story.Replace('_', ' ')}, {manners}: {calls} native calls, each cut off in {Cuts.Length} ways");
        Assert.InRange(calls, 3, 40);
    }

    private static void Run(
        string manners, Func<Stage, Action> begin, int number, (string Word, NativeFault Fault, bool IsKilled) cut)
    {
        var left = number;
        Run(manners, begin, (stage, call) =>
        {
            if (--left != 0) return null;
            stage.World.Tell("sweep", $"call {number}, {call}: it {cut.Word}");
            if (cut.IsKilled)
            {
                stage.World.Agenda.Add(
                    stage.World.Now + Moment, () => stage.World.Process("ci2").Crash(true, Down));
            }

            return cut.Fault;
        });
    }

    private static void Run(
        string manners, Func<Stage, Action> begin, Func<Stage, PlatformCall, NativeFault?> meant) => Stage.Play(
        stage =>
        {
            var story = begin(stage);
            stage.World.NativeFaults.Meant = call => IsOfDriver(call) ? meant(stage, call) : null;
            story();
            stage.World.NativeFaults.Meant = null;
            stage.World.RunFor(TimeSpan.FromSeconds(30));
            stage.Rest(Bound);
            Check(stage);
        },
        manners: [PlatformManners.All.Single(one => one.Word == manners).Manners]);

    /// <summary>Sweeps and probes go on beside the story: they belong to none.</summary>
    private static bool IsOfDriver(PlatformCall call) =>
        call is not (PlatformCall.Probe or PlatformCall.ListKeys or PlatformCall.ReadObject { Listed: not null });

    /// <summary>At rest there is what is shown, once; whatever else there is is shown as nobody's.</summary>
    private static void Check(Stage stage)
    {
        var orphans = stage.Rows<OrphanView>(ViewNames.Orphans).Select(row => row.NativeId).ToHashSet();
        var ours = stage.Natives().Where(native => !orphans.Contains(native.Server.Key.NativeId)).ToList();
        var shown = stage.Rows<ServerView>(ViewNames.Servers).Count(row => row.State != ResourceState.Deleted);
        if (ours.Count == shown && ours.Count <= 1) return;
        throw new SimulationViolation("the story ends well", $"{ours.Count} servers are there, {shown} are shown", []);
    }
}
