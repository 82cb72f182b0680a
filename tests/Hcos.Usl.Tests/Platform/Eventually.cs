namespace Hcos.Usl.Tests.Platform;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var time = TimeProvider.System;
        var begun = time.GetTimestamp();
        while (!await condition())
        {
            Assert.True(time.GetElapsedTime(begun) < Deadline, $"never: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), time, TestContext.Current.CancellationToken);
        }
    }
}
