using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Sources;

public sealed class RepositoryTests
{
    /// <summary>Put together here, so that this file does not contain them.</summary>
    private static readonly string[] Machine =
        [.. new[] { "work", "root", "tmp/h" }.Select(folder => $"/{folder}/")];

    private static readonly string[] Registries =
        [.. new[] { "nuget", "pypi", "npmjs", "crates", "docker", "ghcr", "quay" }.SelectMany(
            name => new[] { $"{name}.org", $"{name}.io", $"{name}.com" })];

    [Fact]
    public void No_file_names_a_place_of_one_machine()
    {
        Violations.None(Containing(Machine));
    }

    [Fact]
    public void No_file_names_the_host_of_a_package_registry()
    {
        Violations.None(Containing(Registries));
    }

    [Fact]
    public void Every_page_of_a_decision_has_context_choice_and_consequence()
    {
        var pages = Repository.Files()
            .Where(file => file.StartsWith(Path.Combine("docs", "decisions"), StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(pages);
        Violations.None(pages.SelectMany(FaultsOf));
        Violations.None(
            pages.GroupBy(page => Path.GetFileName(page)[..4]).Where(same => same.Count() > 1)
                .Select(same => $"{same.Key} is used twice"));
    }

    private static IEnumerable<string> FaultsOf(string page)
    {
        var text = Repository.Read(page);
        var number = Path.GetFileName(page)[..4];
        if (!text.StartsWith($"# {number} ", StringComparison.Ordinal)) yield return $"{page} does not name its number";
        foreach (var part in new[] { "Context", "Choice", "Consequence" })
        {
            var isThere = text.Split('\n').Any(line =>
                line.StartsWith($"## {part}", StringComparison.Ordinal)
                || line.StartsWith($"**{part}", StringComparison.Ordinal));
            if (!isThere) yield return $"{page} has no {part}";
        }
    }

    private static IEnumerable<string> Containing(string[] words) =>
        from file in Repository.Files()
        let text = Repository.Read(file)
        from word in words
        where text.Contains(word, StringComparison.OrdinalIgnoreCase)
        select $"{file} contains {word}";
}
