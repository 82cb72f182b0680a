namespace Hcos.Ci2.Credentials;

/// <summary>A folder that only this user can enter, with files that only this user can read.</summary>
internal sealed class PrivateFolder
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private PrivateFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes it, or makes an existing one private.</summary>
    /// <exception cref="CredentialStoreException">That is not possible.</exception>
    public static PrivateFolder Open(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, FolderMode);
                File.SetUnixFileMode(path, FolderMode);
            }

            return new PrivateFolder(path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new CredentialStoreException($"{path} cannot be made a private folder: {failed.Message}", failed);
        }
    }

    public void MakeFilesPrivate()
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Directory.EnumerateFiles(Path)) File.SetUnixFileMode(file, FileMode);
    }

    /// <summary>The whole file; null when there is none.</summary>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(System.IO.Path.Combine(Path, name), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Afterwards the file is the new one or the former one, never a part; on disk before this returns.
    /// </summary>
    public async Task ReplaceAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var target = System.IO.Path.Combine(Path, name);
        var draft = target + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.Write,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode;
        var stream = new FileStream(draft, options);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, target, overwrite: true);
    }
}
