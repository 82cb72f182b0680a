using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>What an image that was made of a server says of itself. Pure.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Id">The identity that HCOS gave it; null when somebody else took it.</param>
internal readonly record struct SnapshotMark(string Name, SnapshotId? Id)
{
    /// <summary>The property that holds our identity of it.</summary>
    public const string IdProperty = "hcos-snapshot";

    /// <summary>The property that holds the name people gave it: image names need not be unique, ours are.</summary>
    public const string NameProperty = "hcos-snapshot-name";

    /// <summary>The property that holds the native id of the server.</summary>
    public const string ServerProperty = "hcos-snapshot-of";

    /// <summary>The property by which Nova says which of its servers an image was made of.</summary>
    public const string InstanceProperty = "instance_uuid";

    /// <summary>The name of the image: nobody who asks for an image by name gets it by chance.</summary>
    public static string ImageName(SnapshotId id) => $"{IdProperty}-{id}";

    /// <summary>Reads an image's properties.</summary>
    public static SnapshotMark In(JsonElement image) =>
        Guid.TryParseExact(image.Text(IdProperty), "D", out var id)
            ? new(image.Text(NameProperty) ?? image.Text("name") ?? "", new SnapshotId(id))
            : new(image.Text("name") ?? "", null);

    /// <summary>Snapshots as they are shown, by name.</summary>
    public static IReadOnlyList<SnapshotFacts> Facts(IEnumerable<JsonElement> images) =>
    [
        .. images.Select(In)
            .DistinctBy(mark => mark.Id?.ToString() ?? mark.Name, StringComparer.Ordinal)
            .Select(mark => new SnapshotFacts(mark.Name, mark.Id))
            .OrderBy(facts => facts.Name, StringComparer.Ordinal),
    ];
}
