using Hcos.Benchmarks.Measuring;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.Libvirt;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.Sync.Places;

/// <summary>A real libvirt, which is an environment already; its domains belong to servers of HCOS.</summary>
internal sealed class LibvirtPlace(LibvirtLab lab, IReadOnlyList<string> servers) : MeasuredPlace
{
    public override string Name => "libvirt";

    public override NewEnvironment Environment { get; } = new("lab", "libvirt", lab.Endpoint);

    public override IDriverFactory Drivers { get; } = new LibvirtDriverFactory();

    public override IReadOnlyList<string> Servers => servers;

    public override (string Changed, string Before) States => ("paused", "running");

    public override Task ChangeAsync(int server, bool isBack) =>
        lab.VirshAsync(CancellationToken.None, isBack ? "resume" : "suspend", servers[server]);
}
