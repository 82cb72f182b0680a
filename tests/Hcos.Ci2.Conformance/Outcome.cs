using Hcos.Ci2.Drivers;

namespace Hcos.Ci2.Conformance;

/// <summary>
/// How a call of a driver ended: well, with a declared failure, or cancelled. There is no fourth way.
/// </summary>
/// <param name="Failure">The declared failure, if there was one.</param>
/// <param name="Cancelled">Whether it was cancelled before it changed anything.</param>
/// <param name="Words">What the failure says.</param>
internal sealed record Outcome(DriverFailure? Failure, bool Cancelled, string Words)
{
    public bool Well => Failure is null && !Cancelled;

    public static async Task<Outcome> OfAsync(Func<Task> call, TimeSpan patience)
    {
        var ended = Task.Run(async () =>
        {
            try
            {
                await call();
                return new Outcome(null, false, string.Empty);
            }
            catch (DriverException failure)
            {
                return new Outcome(failure.Failure, false, failure.ToString());
            }
            catch (OperationCanceledException)
            {
                return new Outcome(null, true, string.Empty);
            }
        });
        return await ended.WaitAsync(patience);
    }
}
