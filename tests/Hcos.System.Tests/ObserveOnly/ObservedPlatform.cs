using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.ObserveOnly;

/// <summary>A platform that may only look at its environment, which holds a running server of somebody else.</summary>
public sealed class ObservedPlatform(Laboratory laboratory) : RunningPlatform(laboratory, "observe-only")
{
    public const string Foreign = "somebody-elses";

    protected override async Task BeforeEnvironmentAsync(CancellationToken cancellationToken)
    {
        const string definition = $"""
            <domain type='qemu'>
              <name>{Foreign}</name>
              <memory unit='MiB'>16</memory>
              <vcpu>1</vcpu>
              <os><type arch='x86_64'>hvm</type></os>
            </domain>
            """;
        var (code, output, errors) = await Tool.TryRunAsync(
            "virsh", Libvirt.VirshArguments("create", "/dev/stdin"), definition, cancellationToken);
        Assert.True(code == 0, output + errors);
    }
}
