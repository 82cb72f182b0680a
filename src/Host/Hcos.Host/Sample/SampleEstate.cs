namespace Hcos.Host.Sample;

/// <summary>
/// The estate of a first start: this machine's libvirt, or the simulated driver where there is none, and a simulated
/// Hyper-V host.
/// </summary>
internal static class SampleEstate
{
    /// <summary>The name of the simulated host's environment and of its credential.</summary>
    public const string HyperV = "hyper-v";

    /// <summary>The estate over what was started.</summary>
    /// <param name="libvirt">Libvirt's URI, or null.</param>
    /// <param name="hyperV">The address of the simulated host, or null.</param>
    public static EstateFile Over(string? libvirt, string? hyperV) => new()
    {
        Environments =
        [
            libvirt is null
                ? new EstateEnvironment
                {
                    Name = "lab-simulated",
                    Kind = "simulated",
                    Endpoint = "simulated://lab?hosts=2&vcpus=16&memoryGiB=32&images=hcos-guest",
                }
                : new EstateEnvironment { Name = "lab-kvm", Kind = "libvirt", Endpoint = libvirt },
            .. hyperV is null
                ? Array.Empty<EstateEnvironment>()
                : [new EstateEnvironment { Name = HyperV, Kind = "hyperv", Endpoint = hyperV, Credential = HyperV }],
        ],
    };
}
