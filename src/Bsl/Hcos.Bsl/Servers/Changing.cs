using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>Changing a stopped server: its size, and its disk by way of snapshots. Pure.</summary>
internal static class Changing
{
    private const int MostNamesShown = 10;

    public static Decision Begin(ServerState state, ResizeServer resize, Given given, BslOptions options) =>
        Begin(state, ServerTaskKind.Resize, given, options, () => Sizing.Change(state, resize, options));

    public static Decision Begin(ServerState state, SnapshotServer snapshot, Given given, BslOptions options) =>
        Begin(state, ServerTaskKind.Snapshot, given, options, () => Snapshot(state, snapshot.Name, given));

    public static Decision Begin(ServerState state, RevertServer revert, Given given, BslOptions options) =>
        Begin(state, ServerTaskKind.Revert, given, options, () => Revert(state, revert.To));

    public static Decision Begin(ServerState state, DeleteServerSnapshot delete, Given given, BslOptions options) =>
        Begin(state, ServerTaskKind.DeleteSnapshot, given, options, () => Delete(state, delete.Name));

    public static Decision Ended(ServerState state, ServerChangeEnded ended, Given given, BslOptions options) =>
        ended.Outcome == DriverTaskOutcome.Done
            ? Decision.Of(Tasks.Ended(state))
            : Tasks.Fail(
                state, Words.Of(ended.Outcome), ended.Reason ?? "the platform did not do it", given, options);

    /// <summary>
    /// What ARML holds for it has changed, and with it, once that is known, its size: what was seen of it, which a
    /// platform may have made larger than was asked for.
    /// </summary>
    public static Decision Resized(ServerState state, ClaimResized resized)
    {
        if (state.Step == ServerStep.Deleted) return Decision.Nothing;
        var amount = resized.Amount;
        return Decision.Of(new ServerResized(
            state.Request!.Server,
            amount,
            resized.Target is null ? state.Size! with { DiskBytes = amount.DiskBytes } : null));
    }

    /// <summary>The snapshots that are seen now; null where nothing is told, or nothing new.</summary>
    public static IReadOnlyList<SnapshotFacts>? News(ServerState state, ResourceObject? seen) =>
        seen?.Server?.Snapshots is { } snapshots && !snapshots.SequenceEqual(state.Snapshots) ? snapshots : null;

    private static Decision Begin(
        ServerState state, ServerTaskKind kind, Given given, BslOptions options, Func<Wanted> wanted)
    {
        var decision = Tasks.Begin(state, kind, false, given, options);
        if (decision is not Decision.Happened { Events: [ServerTaskBegun begun] }) return decision;
        return wanted() switch
        {
            { Refusal: { } refusal } => refusal,
            { Change: { } change } => Decision.Of(begun with { Change = change }),
            _ => Decision.Nothing,
        };
    }

    private static Wanted Snapshot(ServerState state, string name, Given given)
    {
        if (!ResourceNames.IsValid(name))
        {
            return Wanted.No("invalid-name", $"a snapshot's name is {ResourceNames.Rule}");
        }

        if (state.Snapshots.Any(kept => kept.Name == name))
        {
            return Wanted.No("name-taken", $"the server has a snapshot '{name}' already: choose another name");
        }

        var id = new SnapshotId(DerivedId.From(
            "bsl", state.Request!.Server.ToString(), "snapshot", given.Context.Id.ToString()));
        return new(new(ServerChangeKind.Snapshot, Snapshot: new(id, name)), null);
    }

    private static Wanted Revert(ServerState state, string name) => Kept(
        state, name, "go back to it", kept => new(ServerChangeKind.Revert, Sizing.Claimed(state), kept));

    private static Wanted Delete(ServerState state, string name) => Kept(
        state, name, "remove it", kept => new(ServerChangeKind.DeleteSnapshot, Snapshot: kept));

    private static Wanted Kept(ServerState state, string name, string instead, Func<SnapshotSpec, ServerChange> change)
    {
        if (state.Snapshots.FirstOrDefault(kept => kept.Name == name) is not { } kept)
        {
            return Wanted.No("snapshot-missing", $"the server has no such snapshot; {Names(state)}");
        }

        return kept.Id is { } id
            ? new(change(new(id, name)), null)
            : Wanted.No("snapshot-foreign", $"somebody else took that snapshot: {instead} on its platform");
    }

    private static string Names(ServerState state)
    {
        var names = state.Snapshots.Where(kept => kept.Id is not null).Select(kept => kept.Name).ToList();
        return names.Count switch
        {
            0 => "it has none at all",
            <= MostNamesShown => $"it has: {string.Join(", ", names)}",
            _ => $"it has: {string.Join(", ", names.Take(MostNamesShown))} and {names.Count - MostNamesShown} more",
        };
    }

    /// <summary>What is wanted of ARML, or why not; neither when it is so already.</summary>
    internal sealed record Wanted(ServerChange? Change, Decision.Refusal? Refusal)
    {
        public static Wanted Already { get; } = new(null, null);

        public static Wanted No(string code, string reason) => new(null, new(code, reason));
    }
}
