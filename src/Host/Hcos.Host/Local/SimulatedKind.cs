namespace Hcos.Host.Local;

/// <summary>Infrastructure that this machine can simulate.</summary>
/// <param name="Name">What <c>hcos simulate</c> and the folder in the data folder call it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="UserName">The account that is made.</param>
/// <param name="Environment">The environment, and its credential, in the sample estate.</param>
/// <param name="EnvironmentKind">The kind of that environment.</param>
internal sealed record SimulatedKind(
    string Name, string Title, string UserName, string Environment, string EnvironmentKind)
{
    /// <summary>A Hyper-V host.</summary>
    public static SimulatedKind HyperV { get; } = new("hyper-v", "Hyper-V host", "Administrator", "hyper-v", "hyperv");

    /// <summary>An OpenStack. Its services tell their versions and nothing else, so its name says what it is.</summary>
    public static SimulatedKind OpenStack { get; } =
        new("openstack", "OpenStack", "admin", "openstack-simulated", "openstack");

    /// <summary>All that the sample estate has.</summary>
    public static IReadOnlyList<SimulatedKind> All { get; } = [HyperV, OpenStack];
}
