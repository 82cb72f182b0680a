using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Ci2.Drivers.OpenStack.Changes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>What is told of changes: from recorded notifications, and from one look after the other.</summary>
public sealed class ChangesTests
{
    private const string First = "11111111-0000-4000-8000-000000000001";
    private const string Second = "22222222-0000-4000-8000-000000000002";
    private static readonly Guid Ours = new(7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7);

    [Fact]
    public void A_recorded_notification_tells_what_it_tells_under_our_own_key()
    {
        var building = Notification.Read(Recorded.Body("notification-building"))!;
        var off = Notification.Read(Recorded.Body("notification-off"))!;
        var gone = Notification.Read(Recorded.Body("notification-delete"))!;

        Assert.Equal(NativeEventKind.Changed, building.Event.Kind);
        Assert.Equal("instance.power_off.end", off.Type);
        Assert.Equal("stopped/-/shutdown, as Nova knew it", off.News.State.ToString());
        Assert.Equal(NativeEventKind.Removed, gone.Event.Kind);
        Assert.All([building, off, gone], told => Assert.True(Guid.TryParseExact(told.Key.NativeId, "D", out _)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"oslo.message": "no json"}""")]
    [InlineData("""{"oslo.message": "{\"event_type\": \"scheduler.select\", \"payload\": {}}"}""")]
    [InlineData("""{"oslo.message": "{\"event_type\": \"instance.update\", \"payload\": []}"}""")]
    public void What_is_no_notification_about_a_server_tells_nothing(string body) =>
        Assert.Null(Notification.Read(System.Text.Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void What_Nova_says_several_times_is_told_once()
    {
        var last = new LastNews(10);
        var off = Notification.Read(Recorded.Body("notification-off"))!;

        Assert.True(last.IsNew(off));
        Assert.False(last.IsNew(off));
        Assert.True(last.IsNew(Notification.Read(Recorded.Body("notification-delete"))!));
    }

    [Fact]
    public void A_look_tells_only_what_is_new_since_the_one_before()
    {
        var told = new ToldServers();
        told.Begin([Server(First, "active", 1, "T1")]);

        Assert.Empty(told.Tell([Server(First, "active", 1, "T1")]));
        var stopped = Assert.Single(told.Tell([Server(First, "stopped", 4, "T2")]));
        Assert.Equal((NativeEventKind.StateChanged, ResourceState.Stopped), (stopped.Kind, stopped.State));
        Assert.Contains("as Nova knew it", stopped.Detail, StringComparison.Ordinal);
        Assert.Equal(
            [NativeEventKind.Changed, NativeEventKind.StateChanged],
            told.Tell([Server(Second, "active", 1, "T3")]).Select(one => one.Kind));
        Assert.Equal(NativeEventKind.Removed, Assert.Single(told.Tell([Server(First, "deleted", 0, "T4")])).Kind);
        Assert.Empty(told.Tell([Server(First, "deleted", 0, "T4")]));
    }

    [Fact]
    public void Of_a_server_that_is_being_made_no_state_is_told_and_a_second_copy_has_no_right_to_its_key()
    {
        var told = new ToldServers();
        told.Begin([]);
        var made = Assert.Single(told.Tell([Server(First, "active", 1, "T1", isMaking: true)]));
        var copy = Assert.Single(told.Tell([Server(Second, "active", 1, "T2", isMaking: true)]));

        Assert.Equal((NativeEventKind.Changed, ServerMark.KeyOf(Ours)), (made.Kind, made.Key));
        Assert.Equal(new(ResourceKind.Server, Second), copy.Key);
    }

    [Fact]
    public void Of_several_copies_the_oldest_whole_one_is_the_server_and_what_is_being_made_is_spare()
    {
        var servers = new NovaServers(
        [
            Server(First, "active", 1, "T1", isMaking: true),
            Server(Second, "stopped", 4, "T2", isMaking: false),
        ]);

        Assert.Equal(Second, servers.Find(Ours)!.Id);
        Assert.Equal([First], servers.Spare(Ours).Select(copy => copy.Id));
        Assert.Equal(
            [First, ServerMark.NativeId(Ours)], servers.All.Select(one => servers.KeyOf(one).NativeId));
    }

    private static NovaServer Server(string id, string vmState, int power, string updated, bool? isMaking = null)
    {
        var metadata = new JsonObject();
        if (isMaking is not null) metadata[ServerMark.Key] = ServerMark.NativeId(Ours);
        if (isMaking is true) metadata[ServerMark.MakingKey] = "true";
        return new(Json.Parse(System.Text.Encoding.UTF8.GetBytes(new JsonObject
        {
            ["id"] = id,
            ["name"] = "any",
            ["created"] = updated,
            ["updated"] = updated,
            ["metadata"] = metadata,
            ["OS-EXT-STS:vm_state"] = vmState,
            ["OS-EXT-STS:power_state"] = power,
        }.ToJsonString())));
    }
}
