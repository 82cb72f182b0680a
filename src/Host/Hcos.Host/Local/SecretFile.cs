using System.Security.Cryptography;

namespace Hcos.Host.Local;

/// <summary>Files that only their owner can read.</summary>
internal static class SecretFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads one.</summary>
    /// <exception cref="LocalException">Others can read it too.</exception>
    public static string Read(string path)
    {
        if ((File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new LocalException($"{path} can be read by others; it holds secrets: chmod 600 {path}");
        }

        return File.ReadAllText(path);
    }

    /// <summary>The secret in a file, made at the first call; from then on nobody else can read it.</summary>
    /// <exception cref="LocalException">Somebody else made it, and so knows it.</exception>
    public static string Ensure(string path)
    {
        if (File.Exists(path))
        {
            if (!FileOwner.IsOurs(path)) throw new LocalException($"{path} is somebody else's; it holds a secret");
            if ((File.GetUnixFileMode(path) & Others) != 0) File.SetUnixFileMode(path, Owner);
            return File.ReadAllText(path).Trim();
        }

        var secret = New();
        Write(path, secret);
        return secret;
    }

    /// <summary>A secret that nobody guesses.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Writes a file that nobody else can read, at no moment.</summary>
    public static void Write(string path, string text)
    {
        var part = $"{path}.part";
        File.Delete(part);
        using (var file = new FileStream(part, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = Owner,
        }))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(text);
        }

        File.Move(part, path, overwrite: true);
    }
}
