using System.Globalization;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;

namespace Hcos.Bsl.Servers;

/// <summary>Which size a server is to have, and whether it can. Pure.</summary>
internal static class Sizing
{
    /// <summary>The size that is claimed for a server; its disk is as large as it is.</summary>
    public static ServerSize Claimed(ServerState state) => new((int)state.Amount.Vcpus, state.Amount.MemoryBytes);

    /// <summary>The size that is seen now; null where none is, or no new one. Of its disk nothing is seen.</summary>
    public static ServerSize? News(ServerState state, ResourceObject? seen) =>
        seen?.Server is { } facts && new ServerSize(facts.Vcpus, facts.MemoryBytes) is var size && size != state.Size
            ? size
            : null;

    /// <summary>The change that leads to what is asked for.</summary>
    public static Changing.Wanted Change(ServerState state, ResizeServer resize, BslOptions options)
    {
        var then = Then(state.Amount, resize);
        if (Refused(state.Amount, then, resize, options) is { } refusal) return new(null, refusal);
        if (then == state.Amount && state.IsSizeAsClaimed) return Changing.Wanted.Already;
        var disk = then.DiskBytes > state.Amount.DiskBytes ? then.DiskBytes : 0;
        return new(new(ServerChangeKind.Resize, new((int)then.Vcpus, then.MemoryBytes, disk)), null);
    }

    /// <summary>What a resize would do now.</summary>
    public static ResizePlan Plan(ResizeServer resize, BslLookups lookups)
    {
        if (lookups.PlacedOf(resize.Server) is not { } placed)
        {
            return new(null, default, default, default, "not-found", "there is no such server");
        }

        var (now, then) = (placed.Amount, Then(placed.Amount, resize));
        var row = lookups.Candidates.RowOf(ServerEvolution.KeyOf(placed));
        var free = row < 0 ? Capacity.None : lookups.Candidates.FreeAt(row);
        var refusal = Refused(now, then, resize, lookups.Options) ?? Lacking(now, then, free);
        return new(placed.Decision.HostName, now, then, free, refusal?.Code, refusal?.Reason);
    }

    private static Capacity Then(Capacity now, ResizeServer resize) => new(
        resize.Vcpus ?? now.Vcpus, resize.MemoryBytes ?? now.MemoryBytes, resize.DiskBytes ?? now.DiskBytes);

    private static Kernel.Deciding.Decision.Refusal? Refused(
        Capacity now, Capacity then, ResizeServer resize, BslOptions options)
    {
        if (resize is { Vcpus: null, MemoryBytes: null, DiskBytes: null })
        {
            return new("nothing-asked", "say what is to be other: --vcpus, --memory or --disk");
        }

        return Validation.Size((int)then.Vcpus, then.MemoryBytes, then.DiskBytes, options)
            ?? (then.DiskBytes < now.DiskBytes
                ? new("disk-only-grows", Text($"the disk has {now.DiskBytes} bytes, and a disk only grows"))
                : null);
    }

    private static Kernel.Deciding.Decision.Refusal? Lacking(Capacity now, Capacity then, Capacity free)
    {
        var more = then - now;
        var lacks = (more.Vcpus > 0 && more.Vcpus > free.Vcpus)
            || (more.MemoryBytes > 0 && more.MemoryBytes > free.MemoryBytes)
            || (more.DiskBytes > 0 && more.DiskBytes > free.DiskBytes);
        return lacks ? new("no-capacity", "its host has not got that much left") : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
