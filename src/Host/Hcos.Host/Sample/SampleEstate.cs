namespace Hcos.Host.Sample;

/// <summary>The estate of a first start: this machine's libvirt, or the simulated driver where there is none.</summary>
internal static class SampleEstate
{
    public static EstateFile Over(string? libvirt) => new()
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
        ],
    };
}
