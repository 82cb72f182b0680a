using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Suite;

/// <summary>Calls that go on while a secret is rotated; what fails, fails the test.</summary>
internal static class RotationLoad
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes, starts, stops and removes a server until told otherwise; how often.</summary>
    public static async Task<int> RunAsync(
        IResourceDriver driver, ResourceSpec spec, TaskCompletionSource halfWay, CancellationToken until)
    {
        var rounds = 0;
        while (!until.IsCancellationRequested)
        {
            await RoundsAsync(driver, spec, 1);
            if (++rounds == 2) halfWay.TrySetResult();
        }

        return rounds;
    }

    public static async Task RoundsAsync(IResourceDriver driver, ResourceSpec spec, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var made = await driver.EnsureAsync(spec, Token);
            await ((IPowerDriver)driver).PowerAsync(made.Key, PowerAction.Start, Token);
            Assert.Equal(ResourceState.Running, (await driver.ReadAsync(made.Key, Token))!.State);
            await foreach (var seen in driver.ListAsync(ResourceKind.Server, Token)) Assert.NotEmpty(seen.Name);
            await driver.DeleteAsync(made.Key, Token);
        }
    }
}
