using System.Diagnostics;

namespace Hcos.Host.Local;

/// <summary>
/// The platform's own process in the background, known by pid and start time, so that no other is ever stopped.
/// </summary>
internal sealed class PlatformProcess(DataFolder data, TimeProvider time)
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);

    private string Record => data.ProcessFile;

    public bool IsRunning => Find() is not null;

    /// <summary>Starts <c>run</c> with its output in the log, detached from this terminal.</summary>
    public void Start(string[] arguments)
    {
        var program = Environment.ProcessPath ?? "dotnet";
        var assembly = typeof(PlatformProcess).Assembly.Location;
        // A session of its own, so that the end of this terminal is not its end.
        const string script = "umask 077; log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null";
        string[] command = ["--fork", "sh", "-c", script, "sh", data.Log, program, assembly, .. arguments];
        RotateLog();
        using var process = Process.Start(new ProcessStartInfo("setsid", command))
            ?? throw new LocalException("setsid is missing");
        process.WaitForExit();
    }

    /// <summary>Called by the process itself: records who it is.</summary>
    public void RecordSelf() =>
        File.WriteAllText(Record, $"{Environment.ProcessId} {StartTime(Environment.ProcessId)}");

    public void Forget() => File.Delete(Record);

    /// <summary>Asks it to stop, and kills it when it does not.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Find() is not { } pid) return;
        using var process = Process.GetProcessById(pid);
        Terminate(pid);
        using var patience = new CancellationTokenSource(StopWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill();
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }

        Forget();
    }

    private static void Terminate(int pid)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-TERM", $"{pid}"]));
        kill?.WaitForExit();
    }

    private int? Find()
    {
        if (!File.Exists(Record)) return null;
        var parts = File.ReadAllText(Record).Split(' ');
        return parts.Length == 2 && int.TryParse(parts[0], out var pid) && StartTime(pid) == parts[1] ? pid : null;
    }

    /// <summary>Field 22 of <c>/proc/PID/stat</c>: with the pid it names one process for ever.</summary>
    private static string? StartTime(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void RotateLog()
    {
        const long longest = 64L * 1024 * 1024;
        if (File.Exists(data.Log) && new FileInfo(data.Log).Length > longest)
        {
            File.Move(data.Log, $"{data.Log}.1", overwrite: true);
        }
    }
}
