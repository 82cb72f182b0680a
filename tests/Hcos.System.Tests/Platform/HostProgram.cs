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
        const string script = "count=$1; shift; \"$@\" | head -n \"$count\"";
        string[] program = [$"HCOS_ROOT={Repository.Root}", $"HCOS_DATA={data}", "dotnet", Repository.HostProgram];
        var output = await Tool.RunAsync(
            "env", ["sh", "-c", script, "sh", $"{count}", "env", .. program, .. arguments], cancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
