using System.Text.Json;

namespace Hcos.Cie.Simulators.Guests;

/// <summary>The file that a host's memory is kept in, readable by nobody else: it holds guests' user data.</summary>
/// <param name="path">Where it is.</param>
internal sealed class MemoryFile<TMemory>(string path)
    where TMemory : class
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private byte[] _written = [];

    /// <summary>Reads it; null when there is none.</summary>
    /// <exception cref="IOException">It is there and makes no sense.</exception>
    public TMemory? Read()
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<TMemory>(File.ReadAllBytes(path));
        }
        catch (JsonException broken)
        {
            throw new IOException($"{path} is not what an endpoint has written: {broken.Message}", broken);
        }
    }

    /// <summary>Writes it when something has changed; it is never seen half-written.</summary>
    public async Task WriteAsync(TMemory memory, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(memory);
        if (bytes.AsSpan().SequenceEqual(_written)) return;
        var part = $"{path}.part";
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Own;
        var file = new FileStream(part, options);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        File.Move(part, path, overwrite: true);
        _written = bytes;
    }
}
