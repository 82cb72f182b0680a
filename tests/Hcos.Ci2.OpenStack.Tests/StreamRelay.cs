using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>Passes bytes as they come, for a protocol whose messages do not matter here.</summary>
internal sealed class StreamRelay(Uri target) : TcpRelay(target)
{
    protected override async Task<(byte[] Message, bool Counts)?> NextAsync(Stream source)
    {
        var buffer = new byte[16 * 1024];
        var count = await source.ReadAsync(buffer);
        return count == 0 ? null : (buffer[..count], true);
    }
}
