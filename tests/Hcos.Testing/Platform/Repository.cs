namespace Hcos.Testing.Platform;

/// <summary>Where things are in the repository that the tests were built in.</summary>
public static class Repository
{
    /// <summary>The folder with <c>Hcos.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file of the repository.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The host program, built in the same configuration as the tests.</summary>
    public static string HostProgram => File(
        "artifacts", "bin", "Hcos.Host", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Hcos.Host.dll");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Hcos.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"Hcos.sln is not above {AppContext.BaseDirectory}");
    }
}
