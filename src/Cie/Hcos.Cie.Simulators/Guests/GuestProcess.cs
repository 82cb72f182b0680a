using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Hcos.Cie.Simulators.Guests;

/// <summary>
/// What stands for the system in a machine: a small web server on the machine's address, in a process group of its own.
/// </summary>
internal sealed partial class GuestProcess : IDisposable
{
    private const string Places = "/usr/sbin:/usr/bin:/sbin:/bin";
    private const int Stop = 19;
    private const int Continue = 18;
    private const int Kill = 9;

    /// <summary>
    /// Gives up when its parent ended before the kernel was told to watch it; otherwise says that this is so by now.
    /// </summary>
    private const string Script = "[ \"$PPID\" = \"$0\" ] && echo && exec \"$@\" </dev/null >/dev/null 2>&1";

    private readonly Process _process;

    // Waited for once: a process that is waited for by two, one of whom gives up, can lose the word of its end.
    private readonly Task _ended;
    private bool _isPaused;

    private GuestProcess(Process process, GuestWanted wanted)
    {
        (_process, Wanted) = (process, wanted);
        _ended = process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>What it was started for.</summary>
    public GuestWanted Wanted { get; }

    /// <summary>Throws when this machine lacks a program that a guest is made of.</summary>
    public static void RequirePrograms()
    {
        string[] programs = ["setpriv", "setsid", "sh", "busybox"];
        var lacking = programs.Where(program => !Places.Split(':').Any(
            place => File.Exists(Path.Combine(place, program)))).ToList();
        if (lacking.Count > 0) throw new IOException($"guests need {string.Join(", ", lacking)} on this machine");
    }

    /// <summary>
    /// Starts one. It is not handed out before the kernel watches it: what is stopped earlier would outlive its parent.
    /// </summary>
    /// <param name="starter">Who starts it.</param>
    /// <param name="wanted">What for.</param>
    /// <param name="port">The port that it answers on.</param>
    /// <param name="folder">What it serves.</param>
    /// <param name="cancellationToken">Gives up before it is started.</param>
    public static async Task<GuestProcess> StartAsync(
        GuestStarter starter, GuestWanted wanted, int port, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("setpriv",
        [
            "--pdeathsig", "KILL", "setsid", "sh", "-c", Script,
            Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            "busybox", "httpd", "-f", "-p", $"{wanted.Address}:{port}", "-h", folder,
        ])
        {
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Places;
        start.Environment["HCOS_GUEST_NAME"] = wanted.Name;
        var process = await starter.StartAsync(start, cancellationToken).ConfigureAwait(false);
        // What was started is handed out, whoever has given up by now: nobody else would end it.
        await process.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false);
        return new(process, wanted);
    }

    /// <summary>Lets it be there without doing anything, or go on.</summary>
    public void SetPaused(bool isPaused)
    {
        if (_isPaused == isPaused) return;
        _isPaused = isPaused;
        Signal(isPaused ? Stop : Continue);
    }

    /// <summary>Completes when it has ended.</summary>
    public Task EndedAsync(CancellationToken cancellationToken) => _ended.WaitAsync(cancellationToken);

    /// <summary>Ends it, whatever it does.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        Signal(Kill);
        await _ended.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    /// <summary>Whom a signal does not reach has ended. The group has the leader's id.</summary>
    private bool Signal(int signal) => !_process.HasExited && SendSignal(-_process.Id, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
