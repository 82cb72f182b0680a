using System.Xml.Linq;

namespace Hcos.Architecture.Tests.Reading;

/// <summary>What a project file says.</summary>
internal sealed record ProjectFile(
    string Name,
    string Folder,
    IReadOnlyList<string> Projects,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> SeenBy,
    bool NamesVersions)
{
    public static ProjectFile Read(string file)
    {
        var document = XDocument.Load(file);
        var packages = document.Descendants("PackageReference").ToList();
        return new ProjectFile(
            Path.GetFileNameWithoutExtension(file),
            Path.GetDirectoryName(file)!,
            [.. Includes(document, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(Slashes(path)))],
            [.. packages.Select(package => package.Attribute("Include")?.Value ?? string.Empty)],
            [.. Includes(document, "InternalsVisibleTo")],
            packages.Any(package => package.Attribute("Version") is not null || package.HasElements));
    }

    private static IEnumerable<string> Includes(XDocument document, string element) =>
        document.Descendants(element).Select(item => item.Attribute("Include")?.Value ?? string.Empty);

    private static string Slashes(string path) => path.Replace('\\', '/');
}
