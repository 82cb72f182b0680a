namespace Hcos.Ci2.Drivers.Tests.Simulated;

/// <summary>A simulated estate that gives ids, starts what it makes, and gives a port to one server only.</summary>
public sealed class LaunchingFixture : MannersFixture
{
    protected override string Endpoint => "simulated://conformance?manners=launching&hosts=2&boot=0s";
}
