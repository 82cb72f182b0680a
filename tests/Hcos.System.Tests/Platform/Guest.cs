using System.Globalization;

namespace Hcos.System.Tests.Platform;

/// <summary>What a guest of the sample says of itself over HTTP.</summary>
/// <param name="Name">Its host name.</param>
/// <param name="Address">Where it was asked, as a URI.</param>
/// <param name="UptimeSeconds">How long it has been running, in seconds.</param>
internal sealed record Guest(string Name, string Address, double UptimeSeconds)
{
    /// <summary>Asks the guest at an address.</summary>
    public static async Task<Guest> AskAsync(string address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            Timeout = TimeSpan.FromMinutes(1),
        };
        var text = await client.GetStringAsync(new Uri($"{address}/cgi-bin/info"), cancellationToken);
        var told = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2)).ToLookup(parts => parts[0], parts => parts[^1].Trim());
        var uptime = double.Parse(told["uptime"].Single(), CultureInfo.InvariantCulture);
        return new Guest(told["name"].Single(), address, uptime);
    }
}
