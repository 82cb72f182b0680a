using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>What an action of a command has at hand.</summary>
/// <param name="Parsed">What was written.</param>
/// <param name="Api">The API.</param>
/// <param name="IsJson">Whether programs read the answer.</param>
internal sealed record Invocation(ParseResult Parsed, ApiClient Api, bool IsJson)
{
    public TextWriter Out => Parsed.InvocationConfiguration.Output;

    public TextWriter Error => Parsed.InvocationConfiguration.Error;

    /// <summary>Writes a line at once; false when nobody reads any more: <c>events follow | head</c>.</summary>
    public Task<bool> TryWriteLineAsync(string line, CancellationToken cancellationToken) =>
        TryWriteAsync(line + Out.NewLine, cancellationToken);

    /// <summary>Writes a text at once; false when nobody reads any more.</summary>
    public async Task<bool> TryWriteAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            await Out.WriteAsync(text.AsMemory(), cancellationToken).ConfigureAwait(false);
            await Out.FlushAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Gives a command its action: 0 or 1, the reason for 1 on standard error.</summary>
    public static void Set(
        Command command, ConnectionOptions options, Func<Invocation, CancellationToken, Task<int>> action) =>
        command.SetAction((parsed, cancellationToken) => GuardAsync(
            parsed,
            async token =>
            {
                using var api = options.Connect(parsed);
                var invocation = new Invocation(parsed, api, options.IsJson(parsed));
                return await action(invocation, token).ConfigureAwait(false);
            },
            cancellationToken));

    /// <summary>Runs an action: the reason why it failed goes to standard error; Ctrl-C needs none.</summary>
    public static async Task<int> GuardAsync(
        ParseResult parsed, Func<CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action(cancellationToken).ConfigureAwait(false);
        }
        catch (CommandFailedException failed)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"hcos: {failed.Message}")
                .ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 1;
        }
    }
}
