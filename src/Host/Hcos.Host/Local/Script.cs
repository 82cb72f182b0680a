using System.Diagnostics;

namespace Hcos.Host.Local;

/// <summary>Runs one of the scripts that bring up the platform's peers.</summary>
internal static class Script
{
    /// <summary>The exit code by which a script says that this machine lacks something.</summary>
    public const int Unavailable = 3;

    /// <summary>Runs a script to its end. What it says goes to <paramref name="say"/>, line by line.</summary>
    public static async Task<ScriptResult> RunAsync(
        string script, string[] arguments, Action<string> say, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(script, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{script} did not start");
        process.StandardInput.Close();
        var lastLine = "";
        var lastError = "";
        var output = ReadAsync(process.StandardOutput, line => lastLine = line, cancellationToken);
        var errors = ReadAsync(
            process.StandardError,
            line =>
            {
                lastError = line;
                say(line);
            },
            cancellationToken);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(output, errors).ConfigureAwait(false);
        return new ScriptResult(process.ExitCode, lastLine, lastError);
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> take, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line) take(line);
    }
}

/// <summary>How a script ended.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="LastLine">The last line of its standard output: its answer.</param>
/// <param name="LastError">The last line of its standard error.</param>
internal sealed record ScriptResult(int ExitCode, string LastLine, string LastError);
