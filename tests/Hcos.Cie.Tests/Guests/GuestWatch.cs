namespace Hcos.Cie.Tests.Guests;

/// <summary>Looks at the processes that stand for guests, and asks them.</summary>
/// <param name="folder">What the guests serve is in it.</param>
/// <param name="port">The port that they answer on.</param>
internal sealed class GuestWatch(DirectoryInfo folder, int port) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        Timeout = TimeSpan.FromMilliseconds(500),
    };

    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What the kernel says that a process does.</summary>
    public static char StateOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    public static Task UntilAsync(Func<bool> isThere) => UntilAsync(() => Task.FromResult(isThere()));

    /// <summary>Asks once.</summary>
    public Task<string> AskAsync(string address) =>
        _http.GetStringAsync(new Uri($"http://{address}:{port}/cgi-bin/index.cgi"), Token);

    /// <summary>What the guest answers, once it does.</summary>
    public async Task<string> AnswerAsync(Func<string> address)
    {
        string? answer = null;
        await UntilAsync(async () =>
        {
            try
            {
                answer = await AskAsync(address());
                return true;
            }
            catch (Exception early) when (early is HttpRequestException or OperationCanceledException)
            {
                return false;
            }
        });
        return answer!;
    }

    /// <summary>The only guest; what answered for it is a child, which may need a moment to end.</summary>
    public async Task<int> ProcessAsync()
    {
        await UntilAsync(() => Processes().Count == 1);
        return Assert.Single(Processes());
    }

    /// <summary>Processes that serve what is in the folder.</summary>
    public IReadOnlyList<int> Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(name => int.TryParse(Path.GetFileName(name), out var id) ? id : 0)
            .Where(id => id > 0 && IsGuest(id)),
    ];

    public void Dispose() => _http.Dispose();

    private bool IsGuest(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains(folder.FullName, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isThere)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Token);
        late.CancelAfter(Patience);
        while (!await isThere())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, late.Token);
        }
    }
}
