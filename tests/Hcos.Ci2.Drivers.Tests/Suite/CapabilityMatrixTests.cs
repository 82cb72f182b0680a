using Hcos.Ci2.Conformance;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Suite;

public sealed class CapabilityMatrixTests
{
    private static readonly DriverCapabilities Can = new(
        "one", [ResourceKind.Host, ResourceKind.Server], [ResourceKind.Server], [DriverAbility.Power]);

    private static readonly IReadOnlyDictionary<string, string> Column = CapabilityMatrix.Column(Can, "peer 1.0");

    [Fact]
    public void Every_ability_of_the_seam_has_a_row()
    {
        Assert.Contains("storage pool", string.Join(',', CapabilityMatrix.Rows), StringComparison.Ordinal);
        Assert.Equal(
            (2 * Enum.GetValues<ResourceKind>().Length) + Enum.GetValues<DriverAbility>().Length,
            CapabilityMatrix.Rows.Count);
        Assert.Distinct(CapabilityMatrix.Rows);
    }

    [Fact]
    public void A_cell_names_the_peer_or_says_that_there_is_no_such_ability()
    {
        Assert.Equal("peer 1.0", Column["make server"]);
        Assert.Equal("peer 1.0", Column["power"]);
        Assert.Equal(CapabilityMatrix.Absent, Column["pause"]);
        Assert.Equal(CapabilityMatrix.Absent, Column["list volume"]);
    }

    [Fact]
    public void What_is_written_is_read_again_and_other_columns_stay()
    {
        var text = CapabilityMatrix.Parse("").With("one", Column)
            .With("two", CapabilityMatrix.Column(Can with { Abilities = [] }, "peer 2.0")).ToString();
        var read = CapabilityMatrix.Parse($"# prose\n\n{text}");

        Assert.Equal(["one", "two"], read.Drivers);
        Assert.Empty(read.Differences("one", Column));
        Assert.Equal(text, read.ToString());
    }

    [Fact]
    public void A_false_cell_another_version_and_a_lost_row_are_differences()
    {
        var written = CapabilityMatrix.Parse(CapabilityMatrix.Parse("").With("one", Column).ToString());
        var able = Can with { Abilities = [DriverAbility.Power, DriverAbility.Pause] };
        var more = CapabilityMatrix.Column(able, "peer 1.0");
        Assert.Contains("pause", Assert.Single(written.Differences("one", more)), StringComparison.Ordinal);
        Assert.Equal(4, written.Differences("one", CapabilityMatrix.Column(Can, "peer 1.1")).Count);

        var lines = written.ToString().Split('\n')
            .Where(line => !line.Contains("power", StringComparison.Ordinal));
        var shorter = CapabilityMatrix.Parse(string.Join('\n', lines));
        Assert.Single(shorter.Differences("one", Column));
        Assert.Equal(CapabilityMatrix.Rows.Count, written.Differences("three", Column).Count);
    }

    [Fact]
    public void The_matrix_that_people_read_has_the_drivers_that_the_gate_can_run() =>
        Assert.Subset(
            CapabilityMatrix.Parse(File.ReadAllText(CapabilityMatrix.File)).Drivers.ToHashSet(),
            new HashSet<string> { "example", "hyperv", "libvirt", "simulated" });
}
