using System.Net;

namespace Hcos.Host.Local;

/// <summary>What simulated infrastructure of one data folder keeps there.</summary>
internal sealed class SimulatedFolder
{
    private readonly SimulatedKind _kind;

    /// <summary>Opens it.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="kind">What is simulated.</param>
    public SimulatedFolder(DataFolder data, SimulatedKind kind)
    {
        _kind = kind;
        Data = new DataFolder(data.Path, kind.Name);
        Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The data folder, with the pid and the log of its process.</summary>
    public DataFolder Data { get; }

    /// <summary>Where its memory is.</summary>
    public string Path => Data.In(_kind.Name);

    /// <summary>The file with the token of the control API, mode 0600.</summary>
    public string ControlToken => System.IO.Path.Combine(Path, "control-token");

    /// <summary>The file with user name and password, a line each, mode 0600.</summary>
    public string Credential => System.IO.Path.Combine(Path, "credential");

    /// <summary>The file with the endpoint that an environment is registered with, there once it listens.</summary>
    public string AddressFile => System.IO.Path.Combine(Path, "address");

    /// <summary>User name and password, made at the first call.</summary>
    public NetworkCredential EnsureCredential()
    {
        if (!File.Exists(Credential)) SecretFile.Write(Credential, $"{_kind.UserName}\n{SecretFile.New()}\n");
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
