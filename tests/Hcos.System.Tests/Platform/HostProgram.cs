using System.Diagnostics;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>The built program, as the launcher runs it.</summary>
internal static class HostProgram
{
    /// <summary>Runs it to its end.</summary>
    public static Task<(int Code, string Output, string Errors)> RunAsync(
        IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        RunAsync("", arguments, cancellationToken);

    /// <summary>Runs it to its end; without <c>--data</c> it means the given data folder.</summary>
    public static Task<(int Code, string Output, string Errors)> RunAsync(
        string data, IEnumerable<string> arguments, CancellationToken cancellationToken) => Tool.TryRunAsync(
            "env",
            [$"HCOS_ROOT={Repository.Root}", $"HCOS_DATA={data}", "dotnet", Repository.HostProgram, .. arguments],
            "",
            cancellationToken);

    /// <summary>Runs it until it has printed so many lines; answers those.</summary>
    public static async Task<IReadOnlyList<string>> FirstLinesAsync(
        string data, IEnumerable<string> arguments, int count, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Asking.Soon);
        var start = new ProcessStartInfo("dotnet", [Repository.HostProgram, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["HCOS_ROOT"] = Repository.Root;
        start.Environment["HCOS_DATA"] = data;
        using var process = Process.Start(start)!;
        var lines = new List<string>();
        try
        {
            while (lines.Count < count && await process.StandardOutput.ReadLineAsync(late.Token) is { } line)
            {
                lines.Add(line);
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }

        return lines;
    }
}
