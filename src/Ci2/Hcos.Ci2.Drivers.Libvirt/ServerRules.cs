using System.Text;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>What can be refused without asking anybody. Pure.</summary>
internal static class ServerRules
{
    /// <summary>Throws when <paramref name="spec"/> cannot be.</summary>
    public static void Check(ResourceSpec spec, LibvirtOptions options)
    {
        if (Wrong(spec, options) is { } wrong)
        {
            throw new DriverException(DriverFailure.Invalid, wrong);
        }
    }

    /// <summary>Throws when no server can have <paramref name="size"/>.</summary>
    public static void CheckSize(ServerSize size)
    {
        if (WrongSize(size.Vcpus, size.MemoryBytes, size.DiskBytes) is { } wrong)
        {
            throw new DriverException(DriverFailure.Invalid, wrong);
        }
    }

    private static string? Wrong(ResourceSpec spec, LibvirtOptions options) => spec switch
    {
        { Kind: not ResourceKind.Server } or { Server: null } => "only servers are made on libvirt",
        _ when !ResourceNames.IsValid(spec.Name) => $"a name is {ResourceNames.Rule}",
        _ when spec.Id.Value == Guid.Empty => "a server needs an id",
        _ when WrongSize(spec.Server.Vcpus, spec.Server.MemoryBytes, spec.Server.DiskBytes) is { } wrong => wrong,
        { Server.UserData: { } data } when Encoding.UTF8.GetByteCount(data) > options.LargestUserData =>
            $"user data has at most {options.LargestUserData} bytes",
        _ => null,
    };

    private static string? WrongSize(int vcpus, long memory, long disk) => (vcpus, memory, disk) switch
    {
        ( < 1, _, _) => "a server needs at least one processor",
        (_, < 1024 * 1024, _) => "a server needs at least one MiB of memory",
        (_, _, < 0) => "a disk cannot be smaller than nothing",
        _ => null,
    };
}
