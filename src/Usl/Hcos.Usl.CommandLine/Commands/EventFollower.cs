using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Connecting;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>
/// Prints events until Ctrl-C. While the platform is away it waits, and then goes on behind the last event; only a
/// refusal ends it.
/// </summary>
/// <param name="options">Where the API is.</param>
/// <param name="invocation">The command.</param>
/// <param name="from">Where to begin; null for now.</param>
/// <param name="filter">Which events.</param>
/// <param name="time">For pauses.</param>
internal sealed class EventFollower(
    ConnectionOptions options, Invocation invocation, string? from, string? filter, TimeProvider time)
{
    private static readonly TimeSpan BetweenConnects = TimeSpan.FromSeconds(1);
    private string? _last;
    private bool _isWaiting;

    /// <summary>Follows until nobody reads any more.</summary>
    /// <exception cref="CommandFailedException">The API refused.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        while (await TryFollowAsync(cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(BetweenConnects, time, cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    /// <summary>Follows until the stream breaks, and says once when there is none; false when nobody reads.</summary>
    private async Task<bool> TryFollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Each time anew: a platform that was started again may be at another address.
            using var api = options.Connect(invocation.Parsed);
            var path = ApiClient.Address(
                "/v1/events", null, ("from", _last is null ? from : null), ("filter", filter));
            var (stream, bookmark) = await api.OpenAsync(path, _last, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                _isWaiting = false;
                // What happens before the first event is seen is not lost either.
                if (from is null) _last ??= bookmark;
                return await PrintAsync(stream, cancellationToken).ConfigureAwait(false);
            }
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

    /// <summary>Prints until the stream breaks; false when nobody reads.</summary>
    private async Task<bool> PrintAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        try
        {
            string? id = null;
            while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
                if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
                var text = invocation.IsJson ? line[6..] : Line((JsonObject)JsonNode.Parse(line[6..])!);
                if (!await invocation.TryWriteLineAsync(text, cancellationToken).ConfigureAwait(false)) return false;
                // Only now: a stream that broke before its data came has told nothing.
                _last = id ?? _last;
            }
        }
        catch (Exception broken) when (broken is IOException or JsonException)
        {
            // The connection broke, between lines or within one.
        }

        return true;
    }

    private static string Line(JsonObject happened) =>
        $"{happened["time"]?.GetValue<DateTimeOffset>():HH:mm:ss.fff} {happened["layer"],-5} {happened["text"]}"
        + $"  [{happened["name"]} {happened["subject"]}]";
}
