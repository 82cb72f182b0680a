using System.Globalization;
using System.Runtime.CompilerServices;

namespace Hcos.Ci2.Drivers.OpenStack.Changes;

/// <summary>
/// Changes of servers as a stream, by asking Nova again and again what it wrote since the last time. Each look goes
/// back behind the one before, and what was told already is left out.
/// </summary>
internal sealed class PolledChanges(
    NativeCalls<OpenStackClient> calls, OpenStackOptions options, DriverConnection connection)
{
    /// <summary>Nova is asked for its clock, and for what it wrote.</summary>
    public const int CallsPerLook = 2;

    /// <summary>See <see cref="IEventDriver.WatchAsync"/>.</summary>
    public async IAsyncEnumerable<NativeEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = new ToldServers();
        var (clock, servers) = await LookAsync(null, cancellationToken).ConfigureAwait(false);
        told.Begin(servers);
        yield return NativeEvent.WatchBegan;
        while (true)
        {
            await connection.RestAsync(options.PollInterval, cancellationToken).ConfigureAwait(false);
            var since = clock - options.PollOverlap;
            (clock, servers) = await LookAsync(since, cancellationToken).ConfigureAwait(false);
            foreach (var happened in told.Tell(servers)) yield return happened;
        }
    }

    /// <summary>What Nova wrote since then, and what its clock said when it was asked.</summary>
    private Task<(DateTimeOffset Clock, IReadOnlyList<NovaServer> Servers)> LookAsync(
        DateTimeOffset? since, CancellationToken cancellationToken) => calls.ReadAsync(
        async client =>
        {
            var catalogue = await client.CatalogueAsync(cancellationToken).ConfigureAwait(false);
            var clock = await ClockAsync(client, cancellationToken).ConfigureAwait(false);
            var text = since?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var servers = await client.ListAsync(
                Services.Compute,
                $"/servers/detail?limit=1000{(catalogue.IsAdmin ? "&all_tenants=true" : "")}"
                + (text is null ? "" : $"&changes-since={Uri.EscapeDataString(text)}"),
                "servers",
                cancellationToken).ConfigureAwait(false);
            return (clock, (IReadOnlyList<NovaServer>)[.. servers.Select(server => new NovaServer(server))]);
        },
        cancellationToken);

    // Ours need not agree with Nova's; where its answers carry no date, the overlap has to do.
    private async Task<DateTimeOffset> ClockAsync(OpenStackClient client, CancellationToken cancellationToken)
    {
        var reply = await client.ReadAsync(Services.Compute, "/servers?limit=1", cancellationToken)
            .ConfigureAwait(false);
        return reply.Headers.Date ?? connection.Time.GetUtcNow();
    }
}
