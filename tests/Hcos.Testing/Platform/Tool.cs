using System.Diagnostics;

namespace Hcos.Testing.Platform;

/// <summary>Runs another program to its end.</summary>
public static class Tool
{
    /// <summary>Its standard output. Standard error goes into the exception when it fails.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var (code, output, errors) = await TryRunAsync(program, arguments, "", cancellationToken);
        return code == 0
            ? output
            : throw new InvalidOperationException($"{program} ended with {code}: {errors}{output}");
    }

    /// <summary>Exit code, standard output and standard error.</summary>
    public static async Task<(int Code, string Output, string Errors)> TryRunAsync(
        string program, IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output, await errors);
    }
}
