using Hcos.System.Tests.Kills;
using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Distributed;

/// <summary>Business systems that are deployed, scaled and deleted over libvirt, one life after the other.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private const string Prefix = "load-";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly CancellationTokenSource _enough = new();
    private readonly Task[] _lives;
    private int _operations;

    /// <summary>Begins.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="purpose">Part of the names, so that no name is used twice.</param>
    /// <param name="lives">How many systems there are at a time.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public SteadyLoad(DistributedPlatform platform, string purpose, int lives, CancellationToken cancellationToken) =>
        _lives = [.. Enumerable.Range(0, lives).Select(life => LiveAsync(
            platform, $"{Prefix}{purpose}-{life}", cancellationToken))];

    /// <summary>How many operations have ended as done.</summary>
    public int Operations => Volatile.Read(ref _operations);

    /// <summary>Waits until some more operations have ended.</summary>
    public async Task ProgressAsync(int more, CancellationToken cancellationToken)
    {
        var goal = Operations + more;
        await Until.AsWantedAsync(
            _ => Task.FromResult(Operations), done => done >= goal || Array.Exists(_lives, life => life.IsFaulted),
            Patience, cancellationToken);
        await Task.WhenAll(_lives.Where(life => life.IsFaulted));
    }

    /// <summary>
    /// Lets the lives end, and checks that every operation was done and that nothing is doubled or left behind.
    /// </summary>
    public async Task EndAsync(DistributedPlatform platform, CancellationToken cancellationToken)
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_lives);
        var views = await Until.AsWantedAsync(
            stop => BothViews.OfAsync(
                platform.Api,
                platform.Libvirt,
                server => server.Word("name").StartsWith(Prefix, StringComparison.Ordinal),
                stop),
            both => both.Agree,
            Patience,
            cancellationToken);
        Assert.Empty(views.Inside);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_lives).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
    }

    private async Task LiveAsync(DistributedPlatform platform, string name, CancellationToken cancellationToken)
    {
        var api = platform.Api;
        for (var life = 0; !_enough.IsCancellationRequested; life++)
        {
            foreach (var (step, phase) in Phase.LifeOf($"{name}-{life}", "lab").Index())
            {
                var operation = await api.AcknowledgedAsync(phase, $"{name}-{life}-{step}", cancellationToken);
                var ended = await api.UntilAsync(
                    $"/v1/operations/{operation}",
                    shown => shown.Word("id") == operation && shown.Word("status") == "ended",
                    Patience,
                    cancellationToken);
                Assert.True(ended.Word("outcome") == "done", $"{phase.Name}: {ended.ToJsonString()}");
                await AssertNothingDoubledAsync(platform.Libvirt, $"{name}-{life}", phase, cancellationToken);
                Interlocked.Increment(ref _operations);
            }
        }
    }

    /// <summary>What was done is there once, and runs, as soon as it was told.</summary>
    private static async Task AssertNothingDoubledAsync(
        LibvirtLab libvirt, string system, Phase phase, CancellationToken cancellationToken)
    {
        var outside = await OutsideView.OfAsync(libvirt, cancellationToken);
        Assert.Equal(
            Enumerable.Range(1, phase.Wanted).Select(number => $"{system}-part-{number} running"),
            outside.Domains.Where(domain => domain.Name.StartsWith($"{system}-", StringComparison.Ordinal))
                .Select(domain => $"{domain.Name} {domain.State}").Order(StringComparer.Ordinal));
    }
}
