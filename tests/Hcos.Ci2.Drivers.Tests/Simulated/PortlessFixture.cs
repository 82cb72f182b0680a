namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>The same without ports.</summary>
public sealed class PortlessFixture : MannersFixture
{
    protected override string Endpoint => "simulated://conformance?manners=portless&hosts=2&boot=0s";
}
