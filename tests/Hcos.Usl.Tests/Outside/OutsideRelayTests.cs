using System.Text.Json;
using Hcos.Contracts.Esl;
using Hcos.Usl.Tests.Platform;
using Hcos.Usl.Views;

namespace Hcos.Usl.Tests.Outside;

public sealed class OutsideRelayTests
{
    [Fact]
    public async Task Programs_outside_are_not_told_what_guests_are_told_and_the_log_keeps_it()
    {
        var edge = new RecordingEdge();
        await using var platform = await SmallPlatform.StartAsync(edge: edge);
        var answer = await platform.SendAsync(
            HttpMethod.Post,
            "/v1/systems?wait=20",
            """
            apiVersion: hcos/v1
            kind: BusinessSystem
            metadata: {name: hello}
            spec: {components: [{name: web, userData: hunter2}]}
            """,
            type: "application/yaml");
        Assert.True(answer.Code < 300, answer.Body.ToJsonString());

        await Eventually.TrueAsync(
            () => Task.FromResult(Told(edge) is not null), "the business system is told of outside");
        Assert.Equal(HiddenUserData.Redacted, Told(edge)!.Spec.Components[0].UserData);
        Assert.DoesNotContain(
            edge.Published,
            told => JsonSerializer.Serialize(told.Event.Body, told.Event.Body.GetType(), platform.Catalog.Json)
                .Contains("hunter2", StringComparison.Ordinal));
        var kept = new List<SystemRequested>();
        await foreach (var one in platform.Store.ReadAsync("esl", 1, 100, TestContext.Current.CancellationToken))
        {
            if (one.Body is SystemRequested requested) kept.Add(requested);
        }

        Assert.Equal("hunter2", Assert.Single(kept).Spec.Components[0].UserData);
    }

    private static SystemRequested? Told(RecordingEdge edge) =>
        edge.Published.Select(told => told.Event.Body).OfType<SystemRequested>().FirstOrDefault();
}
