using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>What tests of wrong answers share.</summary>
internal static class OpenStackLosses
{
    /// <summary>A world whose driver gives up soon what never ends.</summary>
    public static Task<OpenStackWorld> StartAsync(Interference what) => OpenStackWorld.StartAsync(
        bounds: what is Interference.Hang or Interference.ActLate or Interference.SlowDrip
            ? OpenStackWorld.Bounds with { RequestTimeout = TimeSpan.FromMilliseconds(500) }
            : null);

    /// <summary>A server with sizes of its own, so that each makes a flavor.</summary>
    public static ResourceSpec Spec(int number)
    {
        var spec = OpenStackWorld.Spec(number);
        return spec with { Server = spec.Server! with { MemoryBytes = (128L + number) << 20 } };
    }

    /// <summary>What is done late is done when the endpoint sees that the connection is gone.</summary>
    public static Task SettleAsync(Interference what) => what == Interference.ActLate
        ? Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken)
        : Task.CompletedTask;

    public static bool IsAllowed(DriverFailure? failure) => failure is null or DriverFailure.Unavailable
        or DriverFailure.Uncertain or DriverFailure.Denied or DriverFailure.Conflict;

    public static async Task<DriverFailure?> FailureAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (DriverException failed)
        {
            Assert.DoesNotContain(OpenStackWorld.Password, failed.ToString(), StringComparison.Ordinal);
            return failed.Failure;
        }
    }
}
