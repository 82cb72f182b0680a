using System.Text;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>What can be refused without asking anybody. Pure.</summary>
internal static class ServerRules
{
    private const long LeastMemory = 32L << 20;

    /// <summary>Throws when <paramref name="spec"/> cannot be.</summary>
    public static void Check(ResourceSpec spec, HyperVOptions options)
    {
        if (Wrong(spec, options) is { } wrong)
        {
            throw new DriverException(DriverFailure.Invalid, wrong);
        }
    }

    private static string? Wrong(ResourceSpec spec, HyperVOptions options) => spec switch
    {
        { Kind: not ResourceKind.Server } or { Server: null } => "only servers are made on Hyper-V",
        _ when !ResourceNames.IsValid(spec.Name) => $"a name is {ResourceNames.Rule}",
        _ when spec.Id.Value == Guid.Empty => "a server needs an id",
        { Server.Vcpus: < 1 } => "a server needs at least one processor",
        { Server.MemoryBytes: < LeastMemory } => "a server needs at least 32 MiB of memory on Hyper-V",
        { Server.DiskBytes: < 0 } => "a disk cannot be smaller than nothing",
        { Server.Image: { } image } when !ResourceNames.IsValid(image) => $"an image's name is {ResourceNames.Rule}",
        { Server.UserData: { } data } when Encoding.UTF8.GetByteCount(data) > options.LargestUserData =>
            $"user data has at most {options.LargestUserData} bytes on Hyper-V",
        _ => null,
    };
}
