using Hcos.Bsl.Servers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;

namespace Hcos.Bsl.Tests.Servers;

public sealed class TransitionTests
{
    private const string Go = "go";
    private const string Already = "already";
    private const string No = "impossible";

    /// <summary>Start, stop, reboot, pause, resume, suspend in each state.</summary>
    public static TheoryData<ResourceState, string[]> Table => new()
    {
        { ResourceState.Running, [Already, Go, Go, Go, Already, Go] },
        { ResourceState.Stopped, [Go, Already, No, No, No, No] },
        { ResourceState.Paused, [No, Go, No, Already, Go, No] },
        { ResourceState.Suspended, [Go, Go, No, No, Go, Already] },
        { ResourceState.Error, [Go, Go, No, No, No, No] },
        { ResourceState.Provisioning, [No, No, No, No, No, No] },
        { ResourceState.Deleting, [No, No, No, No, No, No] },
        { ResourceState.Deleted, [No, No, No, No, No, No] },
        { ResourceState.Unknown, ["unknown", "unknown", "unknown", "unknown", "unknown", "unknown"] },
        { ResourceState.Missing, ["missing", "missing", "missing", "missing", "missing", "missing"] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void What_can_be_done_follows_from_the_state(ResourceState state, string[] expected)
    {
        ServerTaskKind[] kinds =
        [
            ServerTaskKind.Start,
            ServerTaskKind.Stop,
            ServerTaskKind.Reboot,
            ServerTaskKind.Pause,
            ServerTaskKind.Resume,
            ServerTaskKind.Suspend,
        ];

        Assert.Equal(expected, kinds.Select(kind => Answer(Transitions.Check(kind, state, null))));
    }

    [Fact]
    public void Every_state_is_in_the_table() =>
        Assert.Equal(Enum.GetValues<ResourceState>().Length, Table.Count);

    [Theory]
    [InlineData(ResourceState.Running, false, PowerAction.Shutdown)]
    [InlineData(ResourceState.Running, true, PowerAction.PowerOff)]
    [InlineData(ResourceState.Paused, false, PowerAction.PowerOff)]
    [InlineData(ResourceState.Suspended, false, PowerAction.PowerOff)]
    [InlineData(ResourceState.Error, false, PowerAction.PowerOff)]
    public void A_stop_asks_only_a_guest_that_can_hear(ResourceState state, bool force, PowerAction expected) =>
        Assert.Equal(expected, Transitions.FirstAction(ServerTaskKind.Stop, force, state));

    [Theory]
    [InlineData(ServerTaskKind.Resize)]
    [InlineData(ServerTaskKind.Snapshot)]
    [InlineData(ServerTaskKind.Revert)]
    [InlineData(ServerTaskKind.DeleteSnapshot)]
    public void What_is_refused_of_a_suspended_server_says_what_to_do_about_its_memory(ServerTaskKind kind)
    {
        var refused = Assert.IsType<Decision.Refusal>(Transitions.Check(kind, ResourceState.Suspended, null));

        Assert.Equal(No, refused.Code);
        Assert.Contains("resume it and then stop it", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("gives up the memory", refused.Reason, StringComparison.Ordinal);
    }

    private static string Answer(Decision? decision) => decision switch
    {
        null => Go,
        Decision.Refusal refusal => refusal.Code,
        _ => Already,
    };
}
