namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    private const string Command = "HCOS_WRITE_CAPABILITIES=1 and the suite of this driver";

    /// <summary>
    /// What a driver declares is what the other tests of this suite hold it to; here it is compared with what people
    /// read. A run that the gate cannot make each time writes a draft, which is taken over when all tests have passed.
    /// </summary>
    [Fact]
    public async Task The_capability_matrix_says_what_this_driver_can_do_and_who_showed_it()
    {
        if (_fixture.Peer(await Driver.ProbeAsync(Token)) is not { } peer) return;
        var mayWrite = (_fixture.WritesTheMatrix && CapabilityMatrix.Draft is not null)
            || Environment.GetEnvironmentVariable("HCOS_WRITE_CAPABILITIES") == "1";
        var column = CapabilityMatrix.Column(Driver.Capabilities, peer);
        var differences = CapabilityMatrix.CheckOrWrite(Driver.Capabilities.Kind, column, mayWrite);
        Assert.True(
            differences.Count == 0,
            $"capabilities.md is not what was shown; if that is meant: {Command}\n{string.Join('\n', differences)}");
    }
}
