using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Sources;

public sealed class TidyTests
{
    private static IEnumerable<string> All => Repository.Sources("src").Concat(Repository.Sources("tests"));

    [Fact]
    public void No_line_is_longer_than_120_columns()
    {
        Violations.None(
            from file in All
            from line in Repository.Read(file).Split('\n').Select((text, index) => (Text: text.TrimEnd('\r'), index))
            where line.Text.EnumerateRunes().Count() > ArchitectureTables.MostColumns
            select $"{file}:{line.index + 1} has {line.Text.EnumerateRunes().Count()} columns");
    }

    [Fact]
    public void No_file_is_longer_than_300_lines()
    {
        Violations.None(
            from file in All
            let lines = Repository.Read(file).TrimEnd('\n').Split('\n').Length
            where lines > ArchitectureTables.MostFileLines
            select $"{file} has {lines} lines");
    }

    [Fact]
    public void Nothing_is_folded_into_a_region()
    {
        var word = "#" + "region";
        Violations.None(
            All.Where(file => CodeOnly.Of(Repository.Read(file)).Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_namespace_is_file_scoped_and_named_after_project_and_folder()
    {
        Violations.None(
            from file in All
            from space in Declarations.Namespaces(CodeOnly.Of(Repository.Read(file)))
            let expected = NamespaceOf(file)
            where !space.IsFileScoped || space.Name != expected
            select $"{file}: namespace {space.Name} should be {expected};");
    }

    [Fact]
    public void A_file_holds_one_public_class_at_most_and_is_named_after_what_it_holds()
    {
        Violations.None(
            from file in Repository.Sources("src")
            let name = Path.GetFileNameWithoutExtension(file).Split('.')[0]
            let types = Declarations.PublicTypes(CodeOnly.Of(Repository.Read(file))).Distinct().ToList()
            where types.Count > 0 && !IsFamily(name)
            where types.Count(type => !type.IsShape) > 1 || types.All(type => type.Name != name)
            select $"{file} holds {string.Join(", ", types.Select(type => type.Name))}");
    }

    /// <summary>Files of messages, and of the abilities that a driver may have.</summary>
    private static bool IsFamily(string name) =>
        name.EndsWith("Messages", StringComparison.Ordinal) || name.EndsWith("Events", StringComparison.Ordinal)
        || name == "Abilities";

    private static string NamespaceOf(string file)
    {
        var parts = Path.GetDirectoryName(file)!.Split(Path.DirectorySeparatorChar);
        return string.Join('.', parts.Skip(parts[0] == "src" ? 2 : 1));
    }
}
