using System.Buffers.Binary;
using System.Net.Sockets;
using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>
/// A message of libvirt's protocol begins with a length of four bytes, then program, version, procedure and type.
/// Questions whether the other side is alive, and events, pass without being counted.
/// </summary>
internal sealed class LibvirtWire : SocketRelay
{
    private const uint KeepAliveProgram = 0x6b656570;
    private const int EventType = 2;
    private const int HeadLength = 20;

    private readonly string _target;

    public LibvirtWire(string path, string target)
    {
        (Path, _target) = (path, target);
        Listen();
    }

    /// <summary>The socket that the driver connects to.</summary>
    public string Path { get; }

    protected override Socket Bind()
    {
        Unbound();
        var listener = ToPeer();
        listener.Bind(new UnixDomainSocketEndPoint(Path));
        return listener;
    }

    protected override void Unbound() => File.Delete(Path);

    protected override Socket ToPeer() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    protected override Task ConnectAsync(Socket peer) => peer.ConnectAsync(new UnixDomainSocketEndPoint(_target));

    protected override async Task<(byte[] Message, bool Counts)?> NextAsync(Stream source)
    {
        var head = new byte[HeadLength];
        await source.ReadExactlyAsync(head);
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LongestMessage);
        var message = new byte[length];
        head.CopyTo(message, 0);
        await source.ReadExactlyAsync(message.AsMemory(HeadLength));
        var program = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4));
        var type = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16));
        return (message, program != KeepAliveProgram && type != EventType);
    }
}
