using System.Runtime.InteropServices;
using Hcos.Ci2.Drivers.Libvirt.Connections;
using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>
/// The wire for the time of one call: every method is one or a few blocking calls of the library, on a thread that may
/// be blocked. Errors leave as <see cref="DriverException"/>; what is not there is null or false.
/// </summary>
internal sealed partial class LibvirtClient(
    LibvirtConnection connection, LibvirtCall call, LibvirtOptions options, CancellationToken cancellationToken)
{
    private readonly ConnectHandle _connect = connection.Handle;

    /// <summary>The host's UUID; asked once for each connection, because a connection ends with its daemon.</summary>
    public string HostUuid => connection.HostUuid ??= LibvirtMapping.HostUuid(
        Text(LibvirtNative.virConnectGetCapabilities(_connect)));

    /// <summary>Who answers: host, versions and the URI it knows itself by.</summary>
    public HostRecord Host()
    {
        Check(LibvirtNative.virNodeGetInfo(_connect, out var node));
        Check(LibvirtNative.virConnectGetVersion(_connect, out var hypervisor));
        Check(LibvirtNative.virConnectGetLibVersion(_connect, out var library));
        return new(
            Text(LibvirtNative.virConnectGetCapabilities(_connect)),
            Text(LibvirtNative.virConnectGetHostname(_connect)),
            Text(LibvirtNative.virConnectGetURI(_connect)),
            (int)node.Cpus,
            (long)node.Memory.Value,
            hypervisor.Value,
            library.Value);
    }

    /// <summary>Begins to watch; ends with the connection.</summary>
    public LibvirtWatch Watch(TimeProvider time)
    {
        BeginRead();
        var watch = new LibvirtWatch(options, time);
        return connection.TryAttach(watch) ? watch : throw Failed();
    }

    private void BeginChange() => call.BeginChange(cancellationToken);

    private void BeginRead() => cancellationToken.ThrowIfCancellationRequested();

    // Every answer of the library passes one of these, which count the calls; what passes none counts itself.
    private int Check(int answer) => Counted(answer) >= 0 ? answer : throw Failed();

    private T Check<T>(T handle) where T : SafeHandle => Counted(handle).IsInvalid ? throw Failed() : handle;

    private T Counted<T>(T answer)
    {
        call.Calls?.Count();
        return answer;
    }

    private T? Find<T>(T handle, int missing) where T : SafeHandle
    {
        Counted(handle);
        if (!handle.IsInvalid)
        {
            return handle;
        }

        var error = LibvirtErrors.TakeLast();
        return error.Code == missing ? null : throw Failed(error);
    }

    private string Text(nint text) => NativeText.Take(Counted(text)) ?? throw Failed();

    private string? Text(nint text, int missing)
    {
        Counted(text);
        if (text != 0)
        {
            return NativeText.Take(text);
        }

        var error = LibvirtErrors.TakeLast();
        return error.Code == missing ? null : throw Failed(error);
    }

    private DriverException Failed() => Failed(LibvirtErrors.TakeLast());

    private DriverException Failed(LibvirtError error)
    {
        call.LostConnection |= error.IsLostConnection;
        return LibvirtErrors.Exception(error, call.HasChanged, options.LongestMessage);
    }
}

/// <summary>What a host says of itself. Memory in KiB; versions as the library packs them.</summary>
internal sealed record HostRecord(
    string CapabilitiesXml,
    string HostName,
    string Uri,
    int Cpus,
    long MemoryKib,
    ulong HypervisorVersion,
    ulong LibraryVersion);
