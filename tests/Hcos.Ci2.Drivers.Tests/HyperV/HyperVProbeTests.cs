using System.Xml.Linq;
using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>A host passes when the account may use Hyper-V there; otherwise it is said what to do.</summary>
public sealed class HyperVProbeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_answers_and_whether_Hyper_V_may_be_used_there_are_three_requests()
    {
        await using var world = await HyperVWorld.StartAsync();
        var probed = await world.Driver.ProbeAsync(Token);

        Assert.Equal("5A1F2D7C-6A0E-4F0B-9C55-0D3A5B1C7E01", probed.NativeIdentity);
        Assert.Equal("root/virtualization/v2 as Administrator", probed.Scope);
        Assert.Equal(3, world.Endpoint.Mischief.Requests);
    }

    [Theory]
    [InlineData(HyperVAccess.Denied, DriverFailure.Denied, "Hyper-V Administrators")]
    [InlineData(HyperVAccess.Hidden, DriverFailure.Denied, "Hyper-V Administrators")]
    [InlineData(HyperVAccess.Absent, DriverFailure.Missing, "install the role Hyper-V")]
    public async Task A_host_that_is_read_in_vain_does_not_pass_and_it_is_said_what_to_do(
        HyperVAccess access, DriverFailure failure, string advice)
    {
        await using var world = await HyperVWorld.StartAsync(HyperVWorld.Host with { Access = access });
        var refused = await Assert.ThrowsAsync<DriverException>(() => world.Driver.ProbeAsync(Token));

        Assert.Equal(failure, refused.Failure);
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        Assert.Contains("root/virtualization/v2", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3, world.Endpoint.Mischief.Requests);
    }

    [Fact]
    public async Task Without_the_question_a_host_that_hides_its_machines_would_look_empty()
    {
        await using var world = await HyperVWorld.StartAsync(HyperVWorld.Host with { Access = HyperVAccess.Hidden });
        world.Endpoint.Outside.Create("one");
        var listing = world.Driver.ListAsync(ResourceKind.Server, Token).GetAsyncEnumerator(Token);

        Assert.False(await listing.MoveNextAsync());
    }

    [Theory]
    [InlineData("<w:FaultDetail/><f:WSManFault Code='5'><f:Message>No.</f:Message></f:WSManFault>", 5, "No.")]
    [InlineData("<f:MSFT_WmiError><f:error_Code>2150858778</f:error_Code></f:MSFT_WmiError>", 2150858778, "Why.")]
    public void The_number_of_a_fault_is_found_in_either_place(string detail, uint code, string message)
    {
        var body = XElement.Parse($"""
            <s:Body xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:w="w" xmlns:f="f"><s:Fault>
              <s:Reason><s:Text>Why.</s:Text></s:Reason><s:Detail>{detail}</s:Detail></s:Fault></s:Body>
            """);
        var fault = SoapReplies.Fault(body)!;

        Assert.Equal((code, message), (fault.Code, fault.Message));
    }
}
