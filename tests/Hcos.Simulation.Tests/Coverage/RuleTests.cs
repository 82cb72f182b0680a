using System.Reflection;
using System.Text.RegularExpressions;
using Hcos.Simulation.Tests.Invariants;
using Hcos.Simulation.Tests.Mutants;
using Hcos.Simulation.Tests.Scenarios;

namespace Hcos.Simulation.Tests.Coverage;

/// <summary>
/// Every rule of the kernel is driven by something that exists; what is counted is checked by the runs.
/// </summary>
public sealed partial class RuleTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Lazy<HashSet<string>> Tests = new(AllTests);

    [Fact]
    public void Every_rule_is_driven_by_something_that_exists()
    {
        var rules = Rules.All;
        Assert.True(rules.Count > 90, "rules are missing from the list");
        Assert.Empty(rules.Where(rule => !Exists(rule)).Select(rule => $"{rule.Name}: {rule.Kind} {rule.What}"));
    }

    [Fact]
    public void A_rule_that_was_not_counted_is_told()
    {
        Assert.NotEmpty(Rules.Uncounted(new SeedReport()));
    }

    private static bool Exists(Rule rule) => rule.Kind switch
    {
        "scenario" => typeof(RuleTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Declared))
            .Any(method => method.Name == rule.What && method.GetCustomAttribute<FactAttribute>() is not null),
        "invariant" => typeof(Invariant).Assembly.GetTypes()
            .Any(type => type.Name == rule.What && type.IsSubclassOf(typeof(Invariant))),
        "mutant" => Mutant.All.Any(mutant => mutant.Name == rule.What),
        "test" => Tests.Value.Contains(rule.What),
        "note" or "fault" or "event" => rule.What.Length > 0,
        _ => false,
    };

    private static HashSet<string> AllTests()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hcos.sln"))) folder = folder.Parent!;
        return
        [
            .. Directory.EnumerateFiles(Path.Combine(folder.FullName, "tests"), "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => Test().Matches(File.ReadAllText(file)))
                .Select(test => test.Groups["name"].Value),
        ];
    }

    [GeneratedRegex(
        @"\[(Fact|Theory)\b[^;{]*? public (async )?(void|Task) (?<name>\w+)\(",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Test();
}
