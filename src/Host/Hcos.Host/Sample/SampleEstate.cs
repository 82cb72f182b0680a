using Hcos.Host.Local;

namespace Hcos.Host.Sample;

/// <summary>
/// The estate of a first start: this machine's libvirt, or the simulated driver where there is none, and simulated
/// endpoints of other platforms.
/// </summary>
internal static class SampleEstate
{
    /// <summary>The estate over what was started.</summary>
    /// <param name="libvirt">Libvirt's URI, or null.</param>
    /// <param name="simulated">The endpoints of what is simulated.</param>
    public static EstateFile Over(string? libvirt, IReadOnlyDictionary<SimulatedKind, string> simulated) => new()
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
            .. simulated.Select(one => new EstateEnvironment
            {
                Name = one.Key.Environment,
                Kind = one.Key.EnvironmentKind,
                Endpoint = one.Value,
                Credential = one.Key.Environment,
            }),
        ],
    };

    /// <summary>The sample that fits what was started.</summary>
    public static string Manifest(string? libvirt, IReadOnlyDictionary<SimulatedKind, string> simulated) =>
        libvirt is null ? "hello-simulated.yaml"
        : simulated.Count < SimulatedKind.All.Count ? "hello-kvm.yaml"
        : "hello.yaml";
}
