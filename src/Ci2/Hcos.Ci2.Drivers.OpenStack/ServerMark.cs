using System.Globalization;
using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>
/// The metadata of a server that says which of ours it is. Nova picks identities by itself, so a create that is
/// repeated finds by the mark what the first one made. Pure.
/// </summary>
/// <param name="Id">The server's resource id.</param>
/// <param name="IsMaking">
/// Whether it is still being made: Nova starts what it makes, and it was not stopped yet.
/// </param>
internal sealed record ServerMark(Guid Id, bool IsMaking)
{
    /// <summary>The key of the metadata that names the resource id.</summary>
    public const string Key = "hcos-server";

    /// <summary>The key that is there until the server is whole.</summary>
    public const string MakingKey = "hcos-making";

    /// <summary>The mark in metadata, or null.</summary>
    public static ServerMark? In(JsonElement? metadata) =>
        metadata is { } data && Guid.TryParseExact(data.Text(Key), "D", out var id)
            ? new(id, data.Member(MakingKey) is not null)
            : null;

    /// <summary>What a server of that resource id is called here.</summary>
    public static string NativeId(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);

    /// <summary>The tag that servers are searched by: Nova searches metadata for nobody.</summary>
    public static string Tag(Guid id) => $"{Key}.{NativeId(id)}";

    /// <summary>The resource that something was made for whose name is such a tag; null when it is none.</summary>
    public static ResourceId? MadeFor(string? tag) =>
        tag is not null && tag.StartsWith($"{Key}.", StringComparison.Ordinal)
            && Guid.TryParseExact(tag.AsSpan(Key.Length + 1), "D", out var id)
            ? new ResourceId(id)
            : null;

    /// <summary>The key of a server of ours.</summary>
    public static ResourceKey KeyOf(Guid id) => new(ResourceKind.Server, NativeId(id));
}
