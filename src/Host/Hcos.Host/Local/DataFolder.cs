using System.Security.Cryptography;

namespace Hcos.Host.Local;

/// <summary>The folder in which one embedded platform keeps everything; two folders can run side by side.</summary>
internal sealed class DataFolder
{
    public DataFolder(string? path)
    {
        Path = System.IO.Path.GetFullPath(path ?? DefaultPath());
        Create(Path);
        Create(Run);
        Create(Logs);
    }

    public string Path { get; }

    public string Run => In("run");

    public string Logs => In("log");

    public string Log => System.IO.Path.Combine(Logs, "hcos.log");

    public string Postgres => In("postgres");

    public string Libvirt => In("libvirt");

    public string Credentials => In("credentials");

    /// <summary>The first administrator's token, mode 0600.</summary>
    public string Token => In("admin-token");

    /// <summary>The address that the platform of this folder listens on.</summary>
    public string UrlFile => System.IO.Path.Combine(Run, "url");

    public static string DefaultPath() => Environment.GetEnvironmentVariable("HCOS_DATA") is { Length: > 0 } chosen
        ? chosen
        : Environment.IsPrivilegedProcess
            ? "/var/lib/hcos"
            : System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "hcos");

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The administrator's token, made at the first call.</summary>
    public string EnsureToken()
    {
        if (File.Exists(Token)) return File.ReadAllText(Token).Trim();
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        WriteSecret(Token, token);
        return token;
    }

    /// <summary>Writes a file that nobody else can read, at no moment.</summary>
    private static void WriteSecret(string path, string text)
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

    private static void Create(string path)
    {
        // PostgreSQL runs as another user and must be able to pass through, not to look around.
        const UnixFileMode passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (!Directory.Exists(path)) Directory.CreateDirectory(path, passable);
    }
}
