namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>A simulated estate that gives ids to servers that are put together by several calls.</summary>
public sealed class AssemblingFixture : MannersFixture
{
    protected override string Endpoint => "simulated://conformance?manners=assembling&hosts=2&boot=1ms";
}
