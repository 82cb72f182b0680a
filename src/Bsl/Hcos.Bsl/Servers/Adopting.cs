using System.Globalization;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>One server of an adoption is to be taken on by its own stream.</summary>
internal sealed record TakeOver(ServersAdopting Adoption, AdoptedServer Native);

/// <summary>
/// A server that somebody else made becomes one of ours, under the native key that it has; or it is left as it was.
/// Nothing that is sent while this is under way can change it. Pure.
/// </summary>
internal static class Adopting
{
    /// <summary>The key of what is owed to ARML meanwhile.</summary>
    public const string Key = "adopt";

    /// <summary>The engine that a place is told by that nobody chose.</summary>
    public const string Engine = "adopted";

    /// <summary>The servers of an adoption, each for its own stream.</summary>
    public static IEnumerable<(ServerId Server, TakeOver Message)> Parts(ServersAdopting adoption) =>
        adoption.Adopts.Select(native => (native.Server, new TakeOver(adoption, native)));

    public static Decision Begin(ServerState state, TakeOver take, BslLookups lookups)
    {
        if (state.Request is not null) return Decision.Nothing;
        var (adoption, native) = (take.Adoption, take.Native);
        // The mapping was decided in the same step; it is looked at again for whoever comes by another way.
        return lookups.IsTaken(native.Name)
            ? Decision.Of(new ServerNotAdopted(native.Server, adoption.Adoption, new(
                native.Key, native.NativeName, "name-taken", $"there is a server '{native.Name}' already")))
            : Decision.Of(new ServerAdopting(
                native.Server,
                adoption.Adoption,
                adoption.Environment,
                native,
                new(IdOf(native.Server, "resource")),
                new(IdOf(native.Server, "claim")),
                IdOf(native.Server, "task"),
                adoption.Deadline - Owed.Margin));
    }

    /// <summary>What was wanted, as if somebody had asked for it.</summary>
    public static ServerRequested Requested(ServerAdopting adopting) => new(
        adopting.Server,
        adopting.Native.Name,
        new(
            (int)adopting.Native.Amount.Vcpus,
            adopting.Native.Amount.MemoryBytes,
            0,
            null,
            adopting.Native.Networks.Count > 0 ? adopting.Native.Networks[0] : null,
            adopting.Environment,
            null,
            null),
        Start: false,
        null,
        adopting.Task,
        adopting.Deadline);

    /// <summary>Where it was found.</summary>
    public static ServerPlaced Placed(ServerAdopting adopting) => new(
        adopting.Server,
        1,
        adopting.Resource,
        adopting.Claim,
        SpecOf(adopting),
        adopting.Native.Amount,
        new(
            Engine, Engine, 0, adopting.Environment, adopting.Native.Host, adopting.Native.HostName, 0, [], []));

    /// <summary>What is owed to ARML.</summary>
    public static AdoptResource Command(ServerAdopting adopting) => new(
        adopting.Claim,
        adopting.Resource,
        adopting.Environment,
        adopting.Native.Key,
        SpecOf(adopting),
        adopting.Deadline - Owed.Margin);

    public static Decision Answered(ServerState state, CommandAnswered answered) => answered.IsRefusal
        ? Decision.Of(GivenUp(state, answered.Code, answered.Reason ?? "it was refused"))
        : Decision.Of(new ServerCommandTaken(state.Request!.Server, answered.Key));

    /// <summary>It was seen once more, and is in the books.</summary>
    public static Decision Done(ServerState state, ResourceProvisioned bound) => Decision.Of(
        new ServerStateChanged(
            state.Request!.Server,
            bound.Object.State,
            Observing.AddressesOf(bound.Object),
            bound.Evidence,
            null,
            Changing.News(state, bound.Object),
            Sizing.News(state, bound.Object)),
        new ServerAdopted(state.Request.Server, state.Adoption!.Adoption, state.Request.Name),
        Tasks.Ended(state));

    /// <summary>It could not be seen for certain: the claim is given back, it is as it was.</summary>
    public static Decision Failed(ServerState state, ResourceFailed failed, Given given, BslOptions options) =>
        Decision.Of(Creating.Undo(
            state,
            Words.Of(failed.Outcome),
            failed.Reason ?? "it could not be seen",
            given.Time,
            options,
            mayPlaceAgain: false));

    /// <summary>Nothing is in the books any more; what was to be adopted was never touched.</summary>
    public static IReadOnlyList<IEvent> GivenUp(ServerState state, string code, string reason) =>
    [
        new ServerDeleted(state.Request!.Server, state.Request.Name),
        .. Left(state, code, reason),
        Tasks.Ended(state, TaskOutcome.Undone, code, reason),
    ];

    /// <summary>The adoption is told, if there is one under way.</summary>
    public static IEnumerable<IEvent> Left(ServerState state, string code, string reason)
    {
        if (state is not { Adoption: { } adopting, IsAdopted: false, Task.Kind: ServerTaskKind.Adopt }) yield break;
        yield return new ServerNotAdopted(
            adopting.Server,
            adopting.Adoption,
            new(adopting.Native.Key, adopting.Native.NativeName, code, reason));
    }

    /// <summary>What deleting a server would do.</summary>
    public static DeletionPlan Plan(DeleteServer delete, BslLookups lookups)
    {
        if (lookups.PlaceOf(delete.Server) is not { } placed)
        {
            return new("missing", "there is no such server, or nothing of it is anywhere", null, null, null, false, []);
        }

        var environment = placed.Decision.Environment;
        if (lookups.AdoptionOf(delete.Server) is not { Native: { } native } adopting)
        {
            return new(
                null, "its disk is removed with it", placed.Spec.Name, environment, null, false, []);
        }

        var disks = native.Volumes.Count == 0 ? "it has no disks" : string.Create(
            CultureInfo.InvariantCulture,
            $"its {native.Volumes.Count} disks were not made here and stay, unless the platform itself removes them");
        return new(
            null,
            $"it was adopted: it is removed on its platform like any other; {disks}",
            adopting.Native.Name,
            environment,
            native.Key.NativeId,
            true,
            native.Volumes);
    }

    private static ResourceSpec SpecOf(ServerAdopting adopting) =>
        new(adopting.Resource, ResourceKind.Server, adopting.Native.Name)
        {
            Server = new(
                (int)adopting.Native.Amount.Vcpus,
                adopting.Native.Amount.MemoryBytes,
                Network: adopting.Native.Networks.Count > 0 ? adopting.Native.Networks[0] : null,
                Host: adopting.Native.Host),
        };

    private static Guid IdOf(ServerId server, string what) => DerivedId.From("bsl", server.ToString(), "adopted", what);
}
