namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<T> HoldsAsync<T>(
        Func<Task<T>> read, Predicate<T> holds, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        while (true)
        {
            var value = await read();
            if (holds(value))
            {
                return value;
            }

            await Task.Delay(Pause, TimeProvider.System, deadline.Token);
        }
    }

    public static async Task<string> AnswersAsync(string address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        return (await HoldsAsync(() => AskAsync(http, address, cancellationToken), answer => answer is not null,
            cancellationToken))!.Trim();
    }

    private static async Task<string?> AskAsync(HttpClient http, string address, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetStringAsync(new Uri(address), cancellationToken);
        }
        catch (Exception notYet) when (notYet is HttpRequestException
            || (notYet is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
