using Hcos.Cie.Simulators.HyperV.Objects;
using Hcos.Cie.Simulators.HyperV.Protocol;
using Hcos.Cie.Simulators.HyperV.Wql;

namespace Hcos.Cie.Tests.HyperV;

public sealed class WqlTests
{
    private static readonly CimInstance Instance = new CimInstance("Msvm_ComputerSystem")
        .Set("CreationClassName", "Msvm_ComputerSystem")
        .Set("Name", "4B8F")
        .Set("ElementName", @"it's C:\a")
        .Set("EnabledState", 10);

    [Theory]
    [InlineData("Name = '4b8f'", true)]
    [InlineData("NAME != '4b8f'", false)]
    [InlineData("Name <> __SERVER", true)]
    [InlineData("Name = __SERVER", false)]
    [InlineData(@"ElementName = 'it\'s C:\\a'", true)]
    [InlineData("ElementName LIKE '%C:%'", true)]
    [InlineData("ElementName LIKE 'it%a'", true)]
    [InlineData("ElementName LIKE 'it%b'", false)]
    [InlineData("EnabledState > 9", true)]
    [InlineData("EnabledState = '10'", true)]
    [InlineData("EnabledState >= 11 OR NOT EnabledState < 3", true)]
    [InlineData("Name = 'x' AND EnabledState = 10 OR Name = '4B8F'", true)]
    [InlineData("Name = 'x' AND (EnabledState = 10 OR Name = '4B8F')", false)]
    [InlineData("Caption = 'nothing is set'", false)]
    [InlineData(
        @"__PATH = '\\\\h\\root\\virtualization\\v2:msvm_computersystem."
        + @"CreationClassName=""Msvm_ComputerSystem"",Name=""4b8f""'",
        true)]
    [InlineData(@"__PATH = '\\\\h\\root\\virtualization\\v2:Msvm_ComputerSystem.Name=""other""'", false)]
    public void A_condition_holds_or_not(string condition, bool holds)
    {
        var query = WqlParser.Read($"SELECT * FROM C WHERE {condition}");

        Assert.Equal(holds, Assert.IsType<WqlQuery.Select>(query).Condition!.Holds(Instance, "HOST"));
    }

    [Fact]
    public void Columns_and_associations_are_read()
    {
        var select = Assert.IsType<WqlQuery.Select>(WqlParser.Read("SELECT a, b FROM C"));
        Assert.Equal(["a", "b"], select.Columns);
        var of = Assert.IsType<WqlQuery.Associators>(WqlParser.Read(
            "associators of {C.K='v',L=\"w\"} where AssocClass = A ResultClass = R"));
        Assert.Equal(("C", "v", "w", "A", "R"), (of.Class, of.Keys["k"], of.Keys["l"], of.Association, of.Result));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SELECT")]
    [InlineData("SELECT * FROM C WHERE")]
    [InlineData("SELECT * FROM C WHERE a = ")]
    [InlineData("SELECT * FROM C WHERE a ~ 'b'")]
    [InlineData("SELECT * FROM C WHERE 'a' = 'b'")]
    [InlineData("SELECT * FROM C WHERE (a = 'b'")]
    [InlineData("SELECT * FROM C more")]
    [InlineData("ASSOCIATORS OF {C} WHERE AssocClass = A")]
    [InlineData("ASSOCIATORS OF {C.K='v'} WHERE Other = A")]
    public void What_is_no_query_is_a_fault(string query) => Assert.Equal(
        WsManFault.CannotProcessFilter, Assert.Throws<WsManException>(() => WqlParser.Read(query)).Fault);

    [Fact]
    public void Length_and_depth_are_bounded()
    {
        var deep = new string('(', 60) + "a = 1" + new string(')', 60);

        Assert.Throws<WsManException>(() => WqlParser.Read($"SELECT * FROM C WHERE {deep}"));
        Assert.Throws<WsManException>(() => WqlParser.Read($"SELECT * FROM {new string('c', 10_000)}"));
    }
}
