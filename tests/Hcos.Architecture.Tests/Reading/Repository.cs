namespace Hcos.Architecture.Tests.Reading;

/// <summary>The files of the repository that this program was built from.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["artifacts", ".git", "bin", "obj", "TestResults", "__pycache__"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where the assemblies of other projects are, next to this program's own.</summary>
    public static string AssemblyOf(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return Path.Combine(Root, "artifacts", "bin", project, configuration, project + ".dll");
    }

    /// <summary>Every project of <c>src</c>.</summary>
    public static IReadOnlyList<ProjectFile> Production() => Projects("src");

    /// <summary>Every project of <c>tests</c>.</summary>
    public static IReadOnlyList<ProjectFile> Tests() => Projects("tests");

    /// <summary>All files of the repository, built ones apart, by their path from the root.</summary>
    public static IEnumerable<string> Files() => Files(Root).Select(file => Path.GetRelativePath(Root, file));

    /// <summary>All C# files, by their path from the root.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Files(Path.Combine(Root, folder))
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Root, file));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static List<ProjectFile> Projects(string folder) =>
        [.. Files(Path.Combine(Root, folder))
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(ProjectFile.Read)
            .OrderBy(project => project.Name, StringComparer.Ordinal)];

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(inner => !Skipped.Contains(Path.GetFileName(inner)))
                .SelectMany(Files));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hcos.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Hcos.sln is in no folder above this program");
    }
}
