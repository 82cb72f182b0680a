using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack.Changes;

/// <summary>What Nova's words about a server mean as events. Pure.</summary>
/// <param name="State">What Nova knew.</param>
/// <param name="IsMaking">Whether the server is still being made by us.</param>
internal readonly record struct ServerNews(NovaState State, bool IsMaking)
{
    /// <summary>Whether a state can be told; of a server that is being made there is only something to read.</summary>
    public bool HasState => !IsMaking && State.VmState != "building";

    /// <summary>The event.</summary>
    /// <param name="key">The server.</param>
    /// <param name="words">Where Nova's words come from.</param>
    public NativeEvent Event(ResourceKey key, string words) => HasState
        ? new(key, NativeEventKind.StateChanged, State.State, $"{words}: {State}")
        : new(key, NativeEventKind.Changed, null, $"{words}: {State}");
}
