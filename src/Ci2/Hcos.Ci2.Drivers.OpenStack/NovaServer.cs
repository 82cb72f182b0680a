using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>A server as Nova shows it.</summary>
internal sealed record NovaServer(JsonElement Json)
{
    /// <summary>Nova's identity of it.</summary>
    public string Id { get; } = Json.Required("id");

    /// <summary>The name people gave it.</summary>
    public string Name { get; } = Json.Text("name") ?? "";

    /// <summary>Which of our servers it is, if it is one.</summary>
    public ServerMark? Mark { get; } = ServerMark.In(Json.Member("metadata"));

    /// <summary>What it is doing.</summary>
    public NovaState State { get; } = NovaState.Of(Json);

    /// <summary>Whether Nova remembers it only.</summary>
    public bool IsGone => State.VmState == "deleted" || Json.Text("status") is "DELETED" or "SOFT_DELETED";

    /// <summary>When it was made, by Nova's clock.</summary>
    public string Created => Json.Text("created") ?? "";

    /// <summary>When Nova last wrote it, by Nova's clock.</summary>
    public string Updated => Json.Text("updated") ?? "";

    /// <summary>Why it is broken, in Nova's words.</summary>
    public string Fault => Json.Member("fault")?.Text("message") ?? "Nova does not say why";
}
