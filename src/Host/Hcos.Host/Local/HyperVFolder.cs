using System.Net;

namespace Hcos.Host.Local;

/// <summary>What the simulated Hyper-V host of one data folder keeps there.</summary>
internal sealed class HyperVFolder
{
    private const string Name = "hyper-v";

    /// <summary>Opens it.</summary>
    public HyperVFolder(DataFolder data)
    {
        Data = new DataFolder(data.Path, Name);
        Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The data folder, with the pid and the log of the host's process.</summary>
    public DataFolder Data { get; }

    /// <summary>Where its memory is.</summary>
    public string Path => Data.In(Name);

    /// <summary>The file with the token of the control API, mode 0600.</summary>
    public string ControlToken => System.IO.Path.Combine(Path, "control-token");

    /// <summary>The file with user name and password, a line each, mode 0600.</summary>
    public string Credential => System.IO.Path.Combine(Path, "credential");

    /// <summary>The file with the address of its WS-Management, there once it listens.</summary>
    public string AddressFile => System.IO.Path.Combine(Path, "address");

    /// <summary>User name and password, made at the first call.</summary>
    public NetworkCredential EnsureCredential()
    {
        if (!File.Exists(Credential)) SecretFile.Write(Credential, $"Administrator\n{SecretFile.New()}\n");
        return ReadCredential(Credential);
    }

    /// <summary>Reads user name and password from the two lines of a file.</summary>
    /// <exception cref="LocalException">Others can read it, or it is something else.</exception>
    public static NetworkCredential ReadCredential(string path)
    {
        var lines = SecretFile.Read(path).Split('\n', StringSplitOptions.TrimEntries);
        return lines is [{ Length: > 0 } user, { Length: > 0 } password, ..]
            ? new NetworkCredential(user, password)
            : throw new LocalException($"{path}: a line with the user name and a line with the password are needed");
    }
}
