using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>What is seen of a server, told when it differs. Pure.</summary>
internal static class Observing
{
    public static Decision Decide(ServerState state, ResourceStatusChanged seen)
    {
        if (state.Step is ServerStep.Making or ServerStep.Adopting or ServerStep.Releasing or ServerStep.Deleted)
        {
            return Decision.Nothing;
        }

        var addresses = AddressesOf(seen.Object);
        var happened = new List<IEvent>(2);
        var snapshots = Changing.News(state, seen.Object);
        var size = Sizing.News(state, seen.Object);
        if (snapshots is not null || size is not null
            || seen.State != state.State || seen.Reason != state.Reason || !state.Addresses.SequenceEqual(addresses)
            || (state.Evidence is { } known && seen.Evidence.TellsWhatWasRead(known)))
        {
            happened.Add(new ServerStateChanged(
                state.Request!.Server, seen.State, addresses, seen.Evidence, seen.Reason, snapshots, size));
        }

        if (state.Step == ServerStep.AwaitingStop && seen.State == ResourceState.Stopped)
        {
            happened.Add(Tasks.Ended(state));
        }

        return Decision.Of(happened);
    }

    public static IReadOnlyList<string> AddressesOf(ResourceObject? seen) => seen?.Server?.Addresses ?? [];
}
