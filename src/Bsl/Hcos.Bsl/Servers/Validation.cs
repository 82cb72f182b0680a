using System.Text;
using Hcos.Bsl.Placement;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;

namespace Hcos.Bsl.Servers;

/// <summary>What can be said of a wanted server before it is placed. Pure.</summary>
internal static class Validation
{
    private const int MostNamesShown = 10;
    private const int LongestGroup = 200;
    private const int LongestArchitecture = 32;

    /// <summary>The refusal; null when there is nothing to say against it.</summary>
    public static Decision.Refusal? Check(CreateServer create, BslLookups lookups) =>
        Size(create, lookups.Options) ?? Names(create, lookups) ?? Offers(create, lookups);

    private static string Policies => string.Join(", ", PlacementPolicy.Known.Select(known => known.Name));

    /// <summary>The refusal of a name, or of a word that stands for something.</summary>
    public static Decision.Refusal? Names(CreateServer create, BslLookups lookups) => create switch
    {
        _ when !ResourceNames.IsValid(create.Name) => No("invalid-name", $"a server's name is {ResourceNames.Rule}"),
        { Group.Length: 0 or > LongestGroup } =>
            No("invalid-group", $"a group's name has 1 to {LongestGroup} characters"),
        { Policy: { } policy } when PlacementPolicy.Named(policy) is null =>
            No("unknown-policy", $"the policies are {Policies}"),
        { Architecture.Length: 0 or > LongestArchitecture } =>
            No("invalid-architecture", "an architecture is a word as 'uname -m' says it: x86_64, aarch64"),
        _ when lookups.IsTaken(create.Name) =>
            No("name-taken", $"there is a server '{create.Name}' already: choose another name or delete that one"),
        _ => null,
    };

    /// <summary>The refusal of a size that no server can have.</summary>
    public static Decision.Refusal? Size(int vcpus, long memory, long disk, BslOptions options)
    {
        if (vcpus < 1 || vcpus > options.MostVcpus)
        {
            return No("invalid-vcpus", $"a server has 1 to {options.MostVcpus} virtual processors, not {vcpus}");
        }

        if (memory < options.LeastMemoryBytes || memory > options.MostMemoryBytes)
        {
            return No(
                "invalid-memory",
                $"a server has {options.LeastMemoryBytes} to {options.MostMemoryBytes} bytes of memory, not {memory}");
        }

        return disk < 0 || disk > options.MostDiskBytes
            ? No(
                "invalid-disk",
                $"a disk has 0 (as large as the image) to {options.MostDiskBytes} bytes, not {disk}")
            : null;
    }

    private static Decision.Refusal? Size(CreateServer create, BslOptions options)
    {
        if (Size(create.Vcpus, create.MemoryBytes, create.DiskBytes, options) is { } refusal) return refusal;
        return create.UserData is { } data && Encoding.UTF8.GetByteCount(data) > options.MostUserDataBytes
            ? No("invalid-user-data", $"user-data has at most {options.MostUserDataBytes} bytes")
            : null;
    }

    private static Decision.Refusal? Offers(CreateServer create, BslLookups lookups)
    {
        var offers = lookups.Offers
            .Where(offer => create.Environment is null || offer.Environment == create.Environment)
            .ToList();
        if (create.Environment is { } environment && offers.Count == 0)
        {
            return No("environment-missing", $"there is no environment {environment}, or it has not been listed yet");
        }

        var images = offers.SelectMany(offer => offer.Images.Select(image => image.Name));
        if (Lacks(create.Image, images, "image") is { } noImage) return No("image-missing", noImage);
        var networks = offers.SelectMany(offer => offer.Networks);
        return Lacks(create.Network, networks, "network") is { } noNetwork ? No("network-missing", noNetwork) : null;
    }

    private static string? Lacks(string? wanted, IEnumerable<string> offered, string what)
    {
        if (wanted is null) return null;
        var names = offered.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (names.Contains(wanted, StringComparer.Ordinal)) return null;
        var shown = names.Count switch
        {
            0 => "there is none at all",
            <= MostNamesShown => $"there are: {string.Join(", ", names)}",
            _ => $"there are: {string.Join(", ", names.Take(MostNamesShown))} and {names.Count - MostNamesShown} more",
        };
        var name = ResourceNames.IsValid(wanted) ? $" '{wanted}'" : "";
        return $"there is no {what}{name} there; {shown}";
    }

    private static Decision.Refusal No(string code, string reason) => new(code, reason);
}
