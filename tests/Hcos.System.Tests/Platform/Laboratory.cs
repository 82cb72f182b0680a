using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>The private libvirt that all test classes share, one after another.</summary>
public sealed class Laboratory : IAsyncLifetime
{
    /// <summary>The libvirt.</summary>
    public LibvirtLab Libvirt { get; } = new();

    public async ValueTask InitializeAsync() => await Libvirt.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Libvirt.DisposeAsync();
}
