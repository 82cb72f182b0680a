using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.CommandLine.Output;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>
/// Prints what a guest writes to its console until Ctrl-C. While the platform or the server's environment is away it
/// waits, and then goes on; only a refusal ends it.
/// </summary>
/// <param name="options">Where the API is.</param>
/// <param name="invocation">The command.</param>
/// <param name="path">What is asked for at each look.</param>
/// <param name="time">For pauses.</param>
internal sealed class ConsoleFollower(
    ConnectionOptions options, Invocation invocation, string path, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private string? _shown;
    private bool _isWaiting;

    /// <summary>Follows until nobody reads any more.</summary>
    /// <exception cref="CommandFailedException">The API refused.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        while (await TryLookAsync(cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(BetweenLooks, time, cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    /// <summary>Looks once, and says once when nobody answers; false when nobody reads.</summary>
    private async Task<bool> TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Each time anew: a platform that was started again may be at another address.
            using var api = options.Connect(invocation.Parsed);
            var answer = await api.GetAsync(path, cancellationToken).ConfigureAwait(false);
            _isWaiting = false;
            return await ConsoleText.TryShowAsync(invocation, answer, _shown, cancellationToken).ConfigureAwait(false)
                && Remember(answer);
        }
        catch (CommandFailedException away) when (away.IsPassing)
        {
            if (!_isWaiting)
            {
                await invocation.Error.WriteLineAsync($"hcos: waiting: {away.Message}").ConfigureAwait(false);
            }

            _isWaiting = true;
            return true;
        }
    }

    private bool Remember(JsonObject answer)
    {
        _shown = ConsoleText.Of(answer);
        return true;
    }
}
