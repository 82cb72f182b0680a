using Hcos.Ci2.Conformance;

namespace Hcos.Ci2.Drivers.Tests.Example;

public sealed class ExampleSizeTests
{
    private static readonly string[] Driver =
    [
        "ExampleDriver", "ExampleClient", "ExampleMapping", "ExampleErrors", "ExampleOptions", "ExampleDriverFactory",
    ];

    [Fact]
    public void The_example_driver_has_less_than_300_lines_and_the_guide_leads_to_it()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(CapabilityMatrix.File)!, ".."));
        const string Folder = "tests/Hcos.Ci2.Drivers.Tests/Example";
        var lines = Driver.Sum(name => File.ReadAllLines(Path.Combine(root, Folder, $"{name}.cs")).Length);
        var guide = File.ReadAllText(Path.Combine(root, "docs", "how-to", "add-a-driver.md"));

        Assert.InRange(lines, 1, 299);
        Assert.Contains(Folder, guide, StringComparison.Ordinal);
    }
}
