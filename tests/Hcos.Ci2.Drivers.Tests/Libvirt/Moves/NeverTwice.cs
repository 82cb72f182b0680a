using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt.Moves;

/// <summary>Looks at both sides again and again whether both execute a server at one instant.</summary>
internal sealed class NeverTwice : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _ended = new();
    private readonly IResourceDriver _one;
    private readonly IResourceDriver _other;
    private readonly Task _looking;

    public NeverTwice(MovePeers peers, ResourceKey key)
    {
        (_one, _other) = (peers.Source.Driver(), peers.Target.Driver());
        _looking = LookAsync(key);
    }

    /// <summary>How often both were seen to execute it.</summary>
    public int Doubles { get; private set; }

    /// <summary>How often it was looked.</summary>
    public int Looks { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _looking;
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        _ended.Dispose();
    }

    private async Task LookAsync(ResourceKey key)
    {
        while (!_ended.IsCancellationRequested)
        {
            // Before and after the other one: only then both did at one instant.
            var isTwice = await ExecutesAsync(_one, key) && await ExecutesAsync(_other, key)
                && await ExecutesAsync(_one, key);
            Doubles += isTwice ? 1 : 0;
            Looks++;
        }
    }

    private async Task<bool> ExecutesAsync(IResourceDriver side, ResourceKey key)
    {
        try
        {
            return (await side.ReadAsync(key, _ended.Token))?.State == ResourceState.Running;
        }
        catch (Exception unseen) when (unseen is DriverException or OperationCanceledException)
        {
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            return false;
        }
    }
}
