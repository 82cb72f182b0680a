using System.Text.Json.Nodes;
using Hcos.Testing.OpenStack;

namespace Hcos.System.OpenStack.Tests;

/// <summary>A password that is changed in a real Keystone while HCOS works with it: no operation fails.</summary>
[Trait("Needs", "openstack")]
public sealed class RotationTests(CloudPlatform platform) : IClassFixture<CloudPlatform>, IAsyncLifetime
{
    private const string Old = "planted-old-secret";
    private const string New = "planted-new-secret";
    private const int Workers = 3;
    private readonly string _name = $"rotated-{Environment.ProcessId}";
    private OpenStackOperator _somebody = null!;
    private string _user = "";
    private int _rounds;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _somebody = await OpenStackOperator.SignInAsync(OpenStackLab.Current, Stop);
        var wanted = new JsonObject { ["name"] = _name, ["domain_id"] = "default", ["password"] = Old };
        var made = await _somebody.PostAsync("identity", "/users", new JsonObject { ["user"] = wanted }, Stop);
        _user = made!["user"].Word("id");
        var roles = await _somebody.GetAsync("identity", "/roles?name=admin", Stop);
        var projects = await _somebody.GetAsync(
            "identity", $"/projects?name={OpenStackLab.Current.Project}", Stop);
        await _somebody.SendAsync(
            HttpMethod.Put,
            "identity",
            $"/projects/{projects!["projects"]![0].Word("id")}/users/{_user}/roles/{roles!["roles"]![0].Word("id")}",
            null,
            Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _somebody.SendAsync(HttpMethod.Delete, "identity", $"/users/{_user}", null, CancellationToken.None);
        _somebody.Dispose();
    }

    [Fact]
    public async Task A_password_is_rotated_under_load_and_no_operation_fails()
    {
        await using var place = await CloudPlace.RegisteredAsync(platform.Api, _name, (_name, Old), false, Stop);
        using var enough = new CancellationTokenSource();
        for (var number = 1; number <= Workers; number++) await MakeAsync(place, number);
        var load = Enumerable.Range(1, Workers).Select(number => DriveAsync(number, enough.Token)).ToArray();
        await RoundsAsync(2 * Workers);

        var body = new JsonObject { ["secret"] = New };
        var rotated = await platform.Api.PostAsync($"/v1/credentials/{place.Environment}/rotate", body, Stop);
        Assert.True((int)rotated.Status is 200 or 204, $"{rotated.Status}: {rotated.Body?.ToJsonString()}");
        await RoundsAsync(2 * Workers);
        await _somebody.SendAsync(
            HttpMethod.Patch,
            "identity",
            $"/users/{_user}",
            new JsonObject { ["user"] = new JsonObject { ["password"] = New } },
            Stop);
        await RoundsAsync(4 * Workers);
        await enough.CancelAsync();
        await Task.WhenAll(load);

        await AssertRefusedAsync(Old);
        var shown = await platform.Api.ShownAsync($"/v1/environments/{place.Environment}", Stop);
        Assert.Equal("reachable", shown.Word("reachability"));
        for (var number = 1; number <= Workers; number++)
        {
            var deleted = await platform.Api.DeleteAsync($"/v1/servers/{Server(number)}?wait=300", Stop);
            Assert.Equal("done", deleted.Body.Word("outcome"));
        }
    }

    private static string Server(int number) => $"rotated-{number}";

    private async Task MakeAsync(CloudPlace place, int number) =>
        await platform.Api.DoneAsync("/v1/servers", Asking.StoppedServer(Server(number), place), Stop);

    /// <summary>Every operation ends well, or the test fails.</summary>
    private async Task DriveAsync(int number, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await platform.Api.DoneAsync($"/v1/servers/{Server(number)}/start", [], Stop);
            await platform.Api.DoneAsync(
                $"/v1/servers/{Server(number)}/stop", new JsonObject { ["force"] = true }, Stop);
            Interlocked.Increment(ref _rounds);
        }
    }

    private async Task RoundsAsync(int more)
    {
        var wanted = Volatile.Read(ref _rounds) + more;
        await Until.AsWantedAsync(
            _ => Task.FromResult(Volatile.Read(ref _rounds)), rounds => rounds >= wanted, Asking.Soon, Stop);
    }

    private async Task AssertRefusedAsync(string password)
    {
        var lab = OpenStackLab.Current;
        await Assert.ThrowsAsync<HttpRequestException>(
            () => OpenStackOperator.SignInAsync(lab, _name, password, lab.Project, Stop));
    }
}
