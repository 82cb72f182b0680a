using Hcos.Cie.Simulators.Wire;

namespace Hcos.Ci2.Drivers.Tests.Interfering;

/// <summary>Calls of which one request goes wrong.</summary>
internal static class Interfered
{
    /// <summary>Makes a call; a request that would be waited for in vain is given up.</summary>
    /// <param name="mischief">What the endpoint is told.</param>
    /// <param name="timeouts">The driver's clock.</param>
    /// <param name="verb">Which request; <c>GET a after POST b</c> is the first of one after one of another.</param>
    /// <param name="what">What goes wrong with it.</param>
    /// <param name="call">The call.</param>
    /// <param name="secret">What no failure may tell.</param>
    public static Task<DriverFailure?> CallAsync(
        Mischief mischief, HeldTimeouts timeouts, string verb, Interference what, Func<Task> call, string secret)
    {
        if (verb.Split(" after ") is [var first, var after])
        {
            mischief.PlanOnce(heard => heard[^1] == first && heard.Take(heard.Count - 1).Contains(after), what);
        }
        else
        {
            mischief.Plan(verb, what);
        }

        return PlannedAsync(mischief, timeouts, verb, what, call, secret);
    }

    /// <summary>The same with the first request that is as told, by the verbs since the call began.</summary>
    public static Task<DriverFailure?> CallAsync(
        Mischief mischief,
        HeldTimeouts timeouts,
        Func<IReadOnlyList<string>, bool> isIt,
        Interference what,
        Func<Task> call,
        string secret)
    {
        mischief.PlanOnce(isIt, what);
        return PlannedAsync(mischief, timeouts, "such request", what, call, secret);
    }

    private static async Task<DriverFailure?> PlannedAsync(
        Mischief mischief, HeldTimeouts timeouts, string verb, Interference what, Func<Task> call, string secret)
    {
        var late = mischief.ActedLate;
        var ended = FailureAsync(call(), secret);
        if (what is Interference.Hang or Interference.ActLate or Interference.ActWhenTold or Interference.SlowDrip)
        {
            await UntilAsync(() => ended.IsCompleted || mischief.Planned == 0);
            timeouts.GiveUp();
        }

        var failure = await ended;
        Assert.True(mischief.Calm() == 0, $"no {verb} was sent: {failure}");
        if (what == Interference.ActLate) await UntilAsync(() => mischief.ActedLate > late);
        return failure;
    }

    private static async Task<DriverFailure?> FailureAsync(Task call, string secret)
    {
        try
        {
            await call;
            return null;
        }
        catch (DriverException failed)
        {
            Assert.DoesNotContain(secret, failed.ToString(), StringComparison.Ordinal);
            return failed.Failure;
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(
                TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
