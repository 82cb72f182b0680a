using System.Security.Cryptography;

namespace Hcos.Host.Local;

/// <summary>Files that only their owner can read.</summary>
internal static class SecretFile
{
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

    /// <summary>The secret in a file, made at the first call.</summary>
    public static string Ensure(string path)
    {
        if (File.Exists(path)) return File.ReadAllText(path).Trim();
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
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(text);
        }

        File.Move(part, path, overwrite: true);
    }
}
