using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Hcos.Usl.CommandLine.Connecting;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>The Python shell over the API.</summary>
internal static class ShellCommand
{
    public static Command Of(ConnectionOptions options)
    {
        var command = new Command("shell", Texts.WithExample(
            "Opens a Python shell with the platform in 'hcos', or runs code in it.",
            "shell -c \"print(hcos.servers.list())\""));
        var code = new Option<string?>("-c") { Description = "code to run" };
        var file = new Argument<string?>("FILE") { Description = "file to run", Arity = ArgumentArity.ZeroOrOne };
        command.Add(code);
        command.Add(file);
        command.SetAction((parsed, cancellationToken) => Invocation.GuardAsync(
            parsed,
            async token =>
            {
                var error = parsed.InvocationConfiguration.Error;
                if (options.WrittenToken(parsed) is not null)
                {
                    throw new CommandFailedException("the shell reads the token from a file: set HCOS_TOKEN_FILE");
                }

                string[] more = parsed.GetValue(code) is { } text
                    ? ["-c", text]
                    : parsed.GetValue(file) is { } path ? [path] : [];
                return await RunAsync(options.Url(parsed), options.TokenFile(parsed), more, error, token)
                    .ConfigureAwait(false);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string url, string tokenFile, string[] arguments, TextWriter error, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("python3", ["-m", "hcos.shell", .. arguments]) { UseShellExecute = false };
        start.Environment["PYTHONPATH"] = Path.Combine(AppContext.BaseDirectory, "Shell");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["HCOS_URL"] = url;
        start.Environment["HCOS_TOKEN_FILE"] = tokenFile;
        try
        {
            using var python = Process.Start(start)!;
            await python.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return python.ExitCode == 0 ? 0 : 1;
        }
        catch (Win32Exception failed)
        {
            await error.WriteLineAsync($"hcos: python3 cannot be started: {failed.Message}; install python3")
                .ConfigureAwait(false);
            return 1;
        }
    }
}
