using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>
/// What Nova knows of a server's execution: the state that it keeps itself, the one that the hypervisor told last, and
/// what it is about to do. Pure.
/// </summary>
/// <param name="VmState">Nova's own state, in lower case.</param>
/// <param name="TaskState">What is under way, or null.</param>
/// <param name="Power">0 none, 1 running, 3 paused, 4 shut down, 6 crashed, 7 suspended.</param>
internal readonly record struct NovaState(string VmState, string? TaskState, int Power)
{
    private static readonly string[] PowerWords =
        ["pending", "running", "", "paused", "shutdown", "", "crashed", "suspended"];

    /// <summary>Reads the fields of a server.</summary>
    public static NovaState Of(JsonElement server) => new(
        server.Text("OS-EXT-STS:vm_state") ?? "",
        server.Text("OS-EXT-STS:task_state"),
        (int)(server.Number("OS-EXT-STS:power_state") ?? 0));

    /// <summary>Reads the fields of a versioned notification's payload.</summary>
    public static NovaState OfPayload(JsonElement payload) => new(
        payload.Text("state") ?? "",
        payload.Text("task_state"),
        Math.Max(0, Array.IndexOf(PowerWords, payload.Text("power_state") ?? "")));

    /// <summary>Whether Nova is at work on it.</summary>
    public bool IsBusy => TaskState is not null;

    /// <summary>
    /// What it means. A guest that changed below Nova keeps its state there: what the hypervisor told counts more, so
    /// that nothing is shown off that is on.
    /// </summary>
    public ResourceState State => (VmState, Power) switch
    {
        ("building", _) => ResourceState.Provisioning,
        ("deleted" or "soft-delete", _) => ResourceState.Deleting,
        _ when TaskState == "deleting" => ResourceState.Deleting,
        ("error", _) => ResourceState.Error,
        ("shelved" or "shelved_offloaded", _) => ResourceState.Stopped,
        (_, 1) => ResourceState.Running,
        (_, 3) => ResourceState.Paused,
        // A hypervisor that wrote a guest's memory to disk says that it is shut down.
        ("suspended", _) or (_, 7) => ResourceState.Suspended,
        (_, 4) => ResourceState.Stopped,
        (_, 6) => ResourceState.Error,
        ("stopped", _) => ResourceState.Stopped,
        ("paused", _) => ResourceState.Paused,
        _ => ResourceState.Unknown,
    };

    /// <summary>Nova's words for people.</summary>
    public override string ToString() =>
        $"{VmState}/{TaskState ?? "-"}/{(Power is >= 0 and < 8 ? PowerWords[Power] : "?")}, as Nova knew it";
}
