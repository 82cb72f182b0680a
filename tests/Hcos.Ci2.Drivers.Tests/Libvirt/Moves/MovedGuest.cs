using System.Globalization;
using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

/// <summary>A guest that answers over HTTP, with a driver for each of the two sides.</summary>
internal sealed class MovedGuest : IAsyncDisposable
{
    // Keeps on its disk what it is asked to.
    private const string Script =
        """
        #!/bin/sh
        cat >/www/cgi-bin/keep <<'END'
        #!/bin/sh
        printf 'Content-Type: text/plain\r\n\r\n'
        [ -z "$QUERY_STRING" ] || { echo "$QUERY_STRING" >/data/kept; sync; }
        cat /data/kept
        END
        chmod 755 /www/cgi-bin/keep
        """;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private MovedGuest(IResourceDriver source, IResourceDriver target, ResourceKey key) =>
        (Source, Target, Key) = (source, target, key);

    public IResourceDriver Source { get; private set; }

    public IResourceDriver Target { get; private set; }

    public IMigrationDriver Leaving => (IMigrationDriver)Source;

    public ResourceKey Key { get; }

    public string Uuid => Key.NativeId;

    public string Address { get; private set; } = "";

    /// <summary>How long the last move took.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>How many emulators hold the server, by the kernel's account.</summary>
    public int Processes => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Count(folder =>
        {
            try
            {
                var line = File.ReadAllText($"{folder}/cmdline");
                return line.Contains($"-uuid\0{Uuid}", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        });

    public static async Task<MovedGuest> StartAsync(
        MovePeers peers, string word, CancellationToken token, LibvirtOptions? options = null)
    {
        var source = LibvirtPeer.Driver(peers.Source.Endpoint, options);
        var target = LibvirtPeer.Driver(peers.Target.Endpoint, options);
        var spec = Specs.Guest(word, word);
        spec = spec with { Server = spec.Server! with { UserData = Script } };
        var made = await source.EnsureAsync(spec, token);
        var guest = new MovedGuest(source, target, made.Key);
        await ((IPowerDriver)source).PowerAsync(made.Key, PowerAction.Start, token);
        var running = await Eventually.HoldsAsync(
            async () => await source.ReadAsync(made.Key, token), server => server!.Server!.Addresses.Count > 0, token);
        guest.Address = running!.Server!.Addresses[0];
        await guest.AnswersAsync(token);
        return guest;
    }

    public async Task<ResourceObject> MoveAsync(CancellationToken token)
    {
        var offer = await OfferAsync(token);
        var begun = TimeProvider.System.GetTimestamp();
        var moved = await Leaving.MigrateAsync(Key, offer, token);
        Took = TimeProvider.System.GetElapsedTime(begun);
        return moved;
    }

    public async Task<MigrationOffer> OfferAsync(CancellationToken token) =>
        await ((IMigrationDriver)Target).OfferAsync(await Leaving.DemandAsync(Key, token), token);

    public Task<string> AnswersAsync(CancellationToken token) =>
        Eventually.AnswersAsync($"http://{Address}/cgi-bin/index.cgi", token);

    /// <summary>Writes a word on its disk.</summary>
    public Task RememberAsync(string word, CancellationToken token) =>
        Eventually.AnswersAsync($"http://{Address}/cgi-bin/keep?{word}", token);

    /// <summary>The word on its disk.</summary>
    public Task<string> RememberedAsync(CancellationToken token) =>
        Eventually.AnswersAsync($"http://{Address}/cgi-bin/keep", token);

    /// <summary>From here on the target is the source.</summary>
    public void TurnRound() => (Source, Target) = (Target, Source);

    /// <summary>Watches until disposed how long it did not answer.</summary>
    public Silence Watch() => new(_http, new($"http://{Address}/cgi-bin/index.cgi"));

    /// <summary>Seconds since it booted, as it says itself.</summary>
    public async Task<double> UptimeAsync(CancellationToken token) =>
        double.Parse(await SaysAsync("uptime", token), CultureInfo.InvariantCulture);

    /// <summary>How often it booted from this disk.</summary>
    public async Task<int> BootsAsync(CancellationToken token) =>
        int.Parse(await SaysAsync("boots", token), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await Source.DeleteAsync(Key, CancellationToken.None);
        await Target.DeleteAsync(Key, CancellationToken.None);
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        _http.Dispose();
    }

    private async Task<string> SaysAsync(string word, CancellationToken token)
    {
        var said = await Eventually.AnswersAsync($"http://{Address}/cgi-bin/info", token);
        return said.Split('\n').Single(line => line.StartsWith($"{word} ", StringComparison.Ordinal)).Split(' ')[1];
    }
}
