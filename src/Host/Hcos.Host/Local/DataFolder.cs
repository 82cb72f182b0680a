namespace Hcos.Host.Local;

/// <summary>The folder in which one embedded platform keeps everything; two folders can run side by side.</summary>
internal sealed class DataFolder
{
    private const string Alone = "hcos";
    private readonly string _name;

    /// <summary>Opens a folder.</summary>
    /// <param name="path">Where; null for the default.</param>
    /// <param name="name">What this process is called among those that share the folder; null for the only one.</param>
    public DataFolder(string? path, string? name = null)
    {
        _name = name ?? Alone;
        if (!_name.All(sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || sign == '-'))
        {
            throw new LocalException("the name of a process is made of a to z, 0 to 9 and -");
        }

        Path = System.IO.Path.GetFullPath(path ?? DefaultPath());
        Create(Path);
        Create(Run);
        Create(Logs);
    }

    public string Path { get; }

    public string Run => In("run");

    public string Logs => In("log");

    public string Log => System.IO.Path.Combine(Logs, $"{_name}.log");

    public string Postgres => In("postgres");

    public string Libvirt => In("libvirt");

    public string Credentials => In("credentials");

    /// <summary>The first administrator's token, mode 0600.</summary>
    public string Token => In("admin-token");

    /// <summary>Whether several processes share the folder.</summary>
    public bool IsShared => _name != Alone;

    /// <summary>Who this process is, while it runs.</summary>
    public string ProcessFile => System.IO.Path.Combine(Run, $"{_name}.pid");

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
    public string EnsureToken() => SecretFile.Ensure(Token);

    private static void Create(string path)
    {
        // PostgreSQL runs as another user and must be able to pass through, not to look around.
        const UnixFileMode passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        if (!Directory.Exists(path)) Directory.CreateDirectory(path, passable);
    }
}
