using System.Text;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>What can be refused without asking anybody. Pure.</summary>
internal static class ServerRules
{
    /// <summary>Throws when <paramref name="spec"/> cannot be.</summary>
    public static void Check(ResourceSpec spec, OpenStackOptions options)
    {
        if (Wrong(spec, options) is { } wrong)
        {
            throw new DriverException(DriverFailure.Invalid, wrong);
        }
    }

    private static string? Wrong(ResourceSpec spec, OpenStackOptions options) => spec switch
    {
        { Kind: not ResourceKind.Server } or { Server: null } => "only servers are made on OpenStack",
        _ when !ResourceNames.IsValid(spec.Name) => $"a name is {ResourceNames.Rule}",
        _ when spec.Id.Value == Guid.Empty => "a server needs an id",
        { Server.Vcpus: < 1 } => "a server needs at least one processor",
        { Server.MemoryBytes: < 1 << 20 } => "a server needs at least one MiB of memory",
        { Server.DiskBytes: < 0 } => "a disk cannot be smaller than nothing",
        { Server.Image: null } => "on OpenStack a server needs an image",
        { Server.UserData: { } data } when Encoding.UTF8.GetByteCount(data) > options.LargestUserData =>
            $"user data has at most {options.LargestUserData} bytes on OpenStack",
        _ => null,
    };
}
