using Hcos.Ci2.Credentials;
using Hcos.Ci2.Environments;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Driving;

/// <summary>
/// A credential is rotated while driver tasks run: none of them fails, and the old password is refused.
/// </summary>
public sealed class RotationTests
{
    private const string Old = "planted-old-secret";
    private const string New = "planted-new-secret";
    private const string Name = "hyperv-admin";
    private const int Workers = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_credential_is_rotated_under_load_without_a_failed_task()
    {
        var host = new HyperVEndpointOptions
        {
            Password = Old,
            TransitionTime = TimeSpan.FromMilliseconds(5),
            JobTime = TimeSpan.FromMilliseconds(1),
        };
        await using var endpoint = await HyperVEndpoint.StartAsync(host, TimeProvider.System, Stop);
        await using var ci2 = new LiveCi2();
        await ci2.Credentials.PutAsync(Name, new StoredCredential("Administrator", Old), Stop);
        await ci2.CommandAsync(new RecordCredential(Name, "Administrator"));
        await ci2.TellAsync(new EnvironmentRegistered(
            LiveCi2.Lab,
            "lab",
            new EnvironmentAddress("hyperv", endpoint.Address.AbsoluteUri, Name, null, EnvironmentAccess.Manage)));
        await ci2.UntilAsync(() => ci2.Of<SweepCompleted>().Count > 0);

        using var enough = new CancellationTokenSource();
        var load = Enumerable.Range(0, Workers).Select(worker => LoadAsync(ci2, worker, enough.Token)).ToArray();
        await EndedAsync(ci2, 3 * Workers);
        await ci2.Credentials.PutAsync(Name, new StoredCredential("Administrator", New), Stop);
        await ci2.CommandAsync(new RecordCredential(Name, "Administrator"));
        await ci2.UntilAsync(() => ci2.Of<EnvironmentTaken>().Count == 2);
        await EndedAsync(ci2, 3 * Workers);
        endpoint.ChangePassword(New);
        await EndedAsync(ci2, 6 * Workers);
        await enough.CancelAsync();
        await Task.WhenAll(load);

        Assert.All(ci2.Of<DriverTaskEnded>(), ended => Assert.Null(ended.Reason));
        Assert.All(ci2.Of<DriverTaskEnded>(), ended => Assert.Equal(DriverTaskOutcome.Done, ended.Outcome));
        Assert.Empty(ci2.Of<EnvironmentUnreachable>());
        var test = DerivedId.From("old");
        await ci2.Credentials.PutAsync("old", new StoredCredential("Administrator", Old), Stop);
        await ci2.CommandAsync(new TestEndpoint(test, new EnvironmentAddress(
            "hyperv", endpoint.Address.AbsoluteUri, "old", null, EnvironmentAccess.Manage)));
        await ci2.UntilAsync(() => ci2.Of<EndpointTested>().Count == 1);
        Assert.Equal(DriverTaskOutcome.Denied, ci2.Of<EndpointTested>()[0].Outcome);
    }

    /// <summary>Waits until so many more tasks have ended.</summary>
    private static async Task EndedAsync(LiveCi2 ci2, int more)
    {
        var wanted = ci2.Of<DriverTaskEnded>().Count + more;
        await ci2.UntilAsync(() => ci2.Of<DriverTaskEnded>().Count >= wanted);
    }

    /// <summary>Makes, starts and removes one server after the other, one task at a time.</summary>
    private static async Task LoadAsync(LiveCi2 ci2, int worker, CancellationToken enough)
    {
        for (var round = 0; !enough.IsCancellationRequested; round++)
        {
            var resource = new ResourceId(DerivedId.From("load", $"{worker}", $"{round}"));
            var spec = new ResourceSpec(resource, ResourceKind.Server, $"load-{worker}-{round}")
            {
                Server = new ServerSpec(1, 64 << 20, Image: "hcos-guest", Network: "default"),
            };
            await RunAsync(ci2, resource, DriverAction.Ensure, spec, PowerAction.Start);
            await RunAsync(ci2, resource, DriverAction.Delete, spec, null);
        }
    }

    private static async Task RunAsync(
        LiveCi2 ci2, ResourceId resource, DriverAction action, ResourceSpec spec, PowerAction? power)
    {
        var task = DerivedId.From("task", $"{resource}", $"{action}");
        await ci2.CommandAsync(new RunDriverTask(
            task, LiveCi2.Lab, resource, action, ResourceKind.Server, spec, null, power,
            TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5)));
        await ci2.UntilAsync(() => ci2.Of<DriverTaskEnded>().Any(ended => ended.Task == task));
    }
}
