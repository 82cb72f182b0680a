using System.Threading.Channels;

namespace Hcos.Cie.Simulators.Guests;

/// <summary>Makes the processes those that the machines' states ask for.</summary>
internal sealed class RunningGuests : IAsyncDisposable
{
    private readonly Dictionary<string, GuestProcess> _running = new(StringComparer.Ordinal);
    private readonly Channel<GuestWanted> _ended = Channel.CreateUnbounded<GuestWanted>();
    private readonly CancellationTokenSource _stopped = new();
    private readonly GuestStarter _starter = new();
    private readonly string _folder;
    private readonly int _port;

    /// <summary>Prepares what guests serve.</summary>
    /// <param name="folder">Where that is put.</param>
    /// <param name="port">The port that guests answer on.</param>
    public RunningGuests(string folder, int port)
    {
        (_folder, _port) = (Path.Combine(folder, "www"), port);
        var script = Path.Combine(_folder, "cgi-bin", "index.cgi");
        Directory.CreateDirectory(Path.GetDirectoryName(script)!);
        using var content = typeof(RunningGuests).Assembly.GetManifestResourceStream("index.cgi")!;
        using var file = File.Create(script);
        content.CopyTo(file);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Guests that ended although nobody wanted that.</summary>
    public ChannelReader<GuestWanted> Ended => _ended.Reader;

    /// <summary>Ends, starts, pauses and lets go on, until all is as wanted.</summary>
    public async Task ConvergeAsync(IReadOnlyList<GuestWanted> wanted, CancellationToken cancellationToken)
    {
        var byMachine = wanted.ToDictionary(guest => guest.Machine, StringComparer.Ordinal);
        foreach (var (machine, guest) in _running.ToList())
        {
            if (byMachine.GetValueOrDefault(machine)?.Boot == guest.Wanted.Boot) continue;
            _running.Remove(machine);
            await guest.EndAsync(CancellationToken.None).ConfigureAwait(false);
            guest.Dispose();
        }

        foreach (var one in wanted)
        {
            if (!_running.TryGetValue(one.Machine, out var guest))
            {
                guest = await GuestProcess.StartAsync(_starter, one, _port, _folder, cancellationToken)
                    .ConfigureAwait(false);
                _running[one.Machine] = guest;
                _ = TellEndAsync(guest);
            }

            guest.SetPaused(one.IsPaused);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync().ConfigureAwait(false);
        await ConvergeAsync([], CancellationToken.None).ConfigureAwait(false);
        _starter.Dispose();
        _stopped.Dispose();
    }

    private async Task TellEndAsync(GuestProcess guest)
    {
        await guest.EndedAsync(_stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_stopped.IsCancellationRequested) _ended.Writer.TryWrite(guest.Wanted);
    }
}
