using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>The wire: what volumes hold, over streams.</summary>
internal sealed unsafe partial class LibvirtClient
{
    /// <summary>Writes a volume's content from its beginning.</summary>
    public void Upload(VolumeHandle volume, Stream content)
    {
        BeginChange();
        using var stream = Check(LibvirtNative.virStreamNew(_connect, 0));
        Check(LibvirtNative.virStorageVolUpload(volume, stream, 0, (ulong)content.Length, 0));
        Over(stream, () => Send(stream, content));
    }

    /// <summary>Reads a volume's content, or null when it vanished.</summary>
    /// <param name="volume">Whose.</param>
    /// <param name="offset">From where; behind the end there is nothing.</param>
    /// <param name="most">How many bytes at most.</param>
    public byte[]? Download(VolumeHandle volume, long offset, int most)
    {
        BeginRead();
        using var stream = Check(LibvirtNative.virStreamNew(_connect, 0));
        if (Counted(LibvirtNative.virStorageVolDownload(volume, stream, (ulong)offset, (ulong)most, 0)) < 0)
        {
            // As with its description: a file that vanished is told as whatever opening it ended with.
            var error = LibvirtErrors.TakeLast();
            return error.IsLostConnection ? throw Failed(error) : null;
        }

        var content = new MemoryStream();
        Over(stream, () => Receive(stream, content, most));
        return content.ToArray();
    }

    private void Over(StreamHandle stream, Action work)
    {
        var finished = false;
        try
        {
            work();
            Check(LibvirtNative.virStreamFinish(stream));
            finished = true;
        }
        finally
        {
            // After a failure of the stream itself the library has ended it already, and says so.
            if (!finished && LibvirtNative.virStreamAbort(stream) < 0)
            {
                LibvirtNative.virResetLastError();
            }
        }
    }

    private void Receive(StreamHandle stream, MemoryStream content, int most)
    {
        var chunk = new byte[options.DownloadChunk];
        int received;
        do
        {
            BeginRead();
            fixed (byte* start = chunk)
            {
                received = Check(LibvirtNative.virStreamRecv(stream, start, (nuint)chunk.Length));
            }

            content.Write(chunk.AsSpan(0, Math.Min(received, most - (int)content.Length)));
        }
        while (received > 0);
    }

    private void Send(StreamHandle stream, Stream content)
    {
        var chunk = new byte[options.UploadChunk];
        while (content.Read(chunk) is > 0 and var read)
        {
            for (var sent = 0; sent < read;)
            {
                BeginChange();
                fixed (byte* rest = &chunk[sent])
                {
                    sent += Check(LibvirtNative.virStreamSend(stream, rest, (nuint)(read - sent)));
                }
            }
        }
    }
}
