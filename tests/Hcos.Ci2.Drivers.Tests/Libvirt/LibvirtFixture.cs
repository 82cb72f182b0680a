using System.Text.RegularExpressions;
using Hcos.Ci2.Conformance;
using Hcos.Ci2.Drivers.Tests.Libvirt.Moves;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>The conformance suite's view of a real libvirt; somebody else is libvirt's own command line.</summary>
public sealed partial class LibvirtFixture : DriverFixture
{
    private const string GuestSecret = "planted-guest-secret";

    private readonly LibvirtPeer _peer;
    private readonly MovePeers _others;
    private readonly LibvirtWire _wire;

    public LibvirtFixture(LibvirtPeer peer, MovePeers others)
    {
        (_peer, _others) = (peer, others);
        var socket = SocketOf().Match(peer.Endpoint).Groups[1].Value;
        _wire = new($"{Path.GetTempPath()}/{Path.GetRandomFileName()}.sock", socket);
        Driver = LibvirtPeer.Driver(
            peer.Endpoint.Replace(socket, _wire.Path, StringComparison.Ordinal), calls: Calls);
    }

    public override IResourceDriver Driver { get; }

    public override DriverWire Wire => _wire;

    public override IReadOnlyList<string> PlantedSecrets { get; } = [GuestSecret];

    // From the first message of a new connection to past the end of an ensure, closer together where it begins.
    public override IReadOnlyList<int> CutPoints { get; } = [1, 2, 3, .. Enumerable.Range(1, 16).Select(n => n * 5)];

    // The ninth message asks for the start, the tenth tells that it was done.
    public override IReadOnlyList<int> StartCutPoints { get; } = [1, 2, 5, 8, 9, 10, 11, 20];

    // From looking at both sides over the five calls of the move itself to the removal of what the source has left.
    public override IReadOnlyList<int> MoveCutPoints { get; } = [1, 10, 16, 22, 30, 44];

    // The third number of a version is the distribution's: it says nothing about what can be done.
    public override string? Peer(EnvironmentStatus probed) => ThirdNumber().Replace(probed.Version, "$1");

    public override ServerSpec BareServer { get; } = new(1, 16 << 20);

    public override ServerSpec ServerWithImage { get; } = new(
        1, 192 << 20, Image: "hcos-guest", Network: "default", UserData: $"#cloud-config\npassword: {GuestSecret}\n");

    // Its first process says it once it has its address.
    public override string? ConsoleSays => "READY";

    public override Task<IResourceDriver> OtherSideAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_others.Target.Driver());

    public override Task DestroyBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _peer.VirshAsync(cancellationToken, "destroy", key.NativeId);

    public override Task SuspendBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _peer.VirshAsync(cancellationToken, "suspend", key.NativeId);

    public override Task RemoveBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        _peer.VirshAsync(cancellationToken, "undefine", key.NativeId);

    public override async Task<bool> WriteDiskBehindAsync(
        ResourceKey key, char letter, CancellationToken cancellationToken)
    {
        var disk = await DiskAsync(key, cancellationToken);
        await LibvirtPeer.RunAsync("qemu-io", ["-c", $"write -P {(int)letter} 1M 64k", disk], cancellationToken);
        return true;
    }

    public override async Task<char> ReadDiskBehindAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var dump = await LibvirtPeer.RunAsync(
            "qemu-io", ["-r", "-c", "read -v 1M 1", await DiskAsync(key, cancellationToken)], cancellationToken);
        return (char)Convert.ToInt32(dump.Split(':', 3)[1].Trim()[..2], 16);
    }

    public override async Task<ResourceKey> CreateBehindAsync(string name, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $"""
            <domain type='qemu'>
              <name>{name}</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
              <os><type arch='x86_64' machine='pc'>hvm</type></os>
            </domain>
            """,
            cancellationToken);
        await _peer.VirshAsync(cancellationToken, "define", file);
        File.Delete(file);
        return new(ResourceKind.Server, (await _peer.VirshAsync(cancellationToken, "domuuid", name)).Trim());
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _wire.DisposeAsync();
    }

    private async Task<string> DiskAsync(ResourceKey key, CancellationToken cancellationToken)
    {
        var disks = await _peer.VirshAsync(cancellationToken, "domblklist", key.NativeId);
        var disk = disks.Split('\n').Single(line => line.Contains("vda"));
        return disk.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
    }

    [GeneratedRegex(@"(\d+\.\d+)\.\d+")]
    private static partial Regex ThirdNumber();

    [GeneratedRegex("socket=([^&]*)")]
    private static partial Regex SocketOf();
}
