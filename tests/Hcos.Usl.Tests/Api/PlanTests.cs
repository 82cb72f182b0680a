using Hcos.Contracts;
using Hcos.Usl.Services;
using Hcos.Usl.Tests.Platform;

namespace Hcos.Usl.Tests.Api;

/// <summary>What would happen is shown before it does; and can be carried out as it was shown, or not at all.</summary>
public sealed class PlanTests
{
    private const string Nothing = "00000000000000000000000000000000.00000000000000000000000000000000";
    private const string Server = """{"name":"web-1","userData":"a secret"}""";

    [Fact]
    public async Task A_plan_tells_what_would_happen_and_changes_nothing()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var plan = await platform.PostAsync("/v1/servers?plan=true", Server);

        Assert.Equal(200, plan.Code);
        Assert.Contains("bsl.server-requested.v1", Names(plan));
        Assert.Equal("no-candidate", (string?)plan.Body["plan"]!["code"]);
        Assert.Empty((await platform.GetAsync("/v1/operations")).Items);
        Assert.DoesNotContain("a secret", plan.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("(redacted)", plan.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_carried_out_as_it_was_shown_and_once_however_often_asked()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var plan = await platform.PostAsync("/v1/servers?plan=true", Server);
        var path = $"/v1/servers?wait=20&planned={plan.Body["planned"]}";
        var first = await platform.PostAsync(path, Server);
        var second = await platform.PostAsync(path, Server);

        Assert.Equal((200, 200), (first.Code, second.Code));
        Assert.Equal((string?)first.Body["id"], (string?)second.Body["id"]);
        var subject = (string?)plan.Body["effects"]![0]!["subject"];
        Assert.Equal(subject, (string?)first.Body["subject"]);
    }

    [Fact]
    public async Task A_plan_that_is_no_longer_true_is_not_carried_out()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var plan = await platform.PostAsync("/v1/servers?plan=true", Server);
        await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""");
        var late = await platform.PostAsync($"/v1/servers?planned={plan.Body["planned"]}", Server);

        Assert.Equal((409, "plan-changed"), (late.Code, late.Problem));
        Assert.Single((await platform.GetAsync("/v1/operations")).Items);
    }

    [Fact]
    public async Task What_a_plan_hides_counts_all_the_same()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var plan = await platform.PostAsync("/v1/servers?plan=true", Server);
        var other = Server.Replace("a secret", "another", StringComparison.Ordinal);
        var answer = await platform.PostAsync($"/v1/servers?planned={plan.Body["planned"]}", other);

        Assert.Equal((409, "plan-changed"), (answer.Code, answer.Problem));
        Assert.DoesNotContain("another", answer.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_be_refused_or_is_so_already_is_told_and_cannot_be_carried_out()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await platform.PostAsync("/v1/servers?wait=20", """{"name":"web-1"}""");
        var refused = await platform.PostAsync("/v1/servers?plan=true", """{"name":"web-1"}""");

        Assert.Equal("duplicate-name", (string?)refused.Body["code"]);
        Assert.Null(refused.Body["planned"]);
    }

    [Theory]
    [InlineData("/v1/servers?planned=nonsense", null)]
    [InlineData($"/v1/servers?planned={Nothing}&plan=true", null)]
    [InlineData($"/v1/servers?planned={Nothing}", "key")]
    public async Task What_is_no_plan_or_goes_with_something_else_is_refused(string path, string? key)
    {
        await using var platform = await SmallPlatform.StartAsync();
        var answer = await platform.PostAsync(path, Server, key);
        Assert.Equal((400, "invalid-planned"), (answer.Code, answer.Problem));
    }

    [Fact]
    public void Every_operation_that_changes_something_can_be_planned() => Assert.All(
        new OperationTable([typeof(OperationAttribute).Assembly]).All,
        operation => Assert.Equal(operation.Kind == OperationKind.Write, operation.IsPlannable));

    [Fact]
    public async Task Why_not_on_a_host_is_answered_by_deciding_again()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await MadeServer.MakeAsync(platform, "web-1");
        var not = await platform.GetAsync("/v1/placements/web-1?not=node-2");
        var unknown = await platform.GetAsync("/v1/placements/web-1?not=node-9");
        var other = await platform.GetAsync("/v1/placements/web-1?not=gone");

        Assert.Equal("memory", (string?)not.Body["not"]!["code"]);
        Assert.True((bool)not.Body["isReplayedIdentically"]!);
        Assert.Equal("unknown-host", (string?)unknown.Body["not"]!["code"]);
        Assert.Equal((409, "other-engine"), (other.Code, other.Problem));
    }

    private static IEnumerable<string?> Names(Answer plan) =>
        plan.Body["effects"]!.AsArray().Select(effect => (string?)effect!["name"]);
}
