namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

/// <summary>How long somebody did not answer, at most, while this asked again and again.</summary>
internal sealed class Silence : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _ended = new();
    private readonly Task _asking;
    private long _answered = TimeProvider.System.GetTimestamp();
    private TimeSpan _longest;

    public Silence(HttpClient http, Uri address) => _asking = AskAsync(http, address);

    /// <summary>The longest time between two answers.</summary>
    public TimeSpan Longest
    {
        get
        {
            var now = TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _answered));
            return now > _longest ? now : _longest;
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        _asking.Wait();
        _ended.Dispose();
    }

    private async Task AskAsync(HttpClient http, Uri address)
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
                patience.CancelAfter(Patience);
                _ = await http.GetStringAsync(address, patience.Token);
                var silent = TimeProvider.System.GetElapsedTime(_answered);
                _longest = silent > _longest ? silent : _longest;
                Interlocked.Exchange(ref _answered, TimeProvider.System.GetTimestamp());
                await Task.Delay(Pause, TimeProvider.System, _ended.Token);
            }
            catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
            {
                // It is asked again at once.
            }
        }
    }
}
