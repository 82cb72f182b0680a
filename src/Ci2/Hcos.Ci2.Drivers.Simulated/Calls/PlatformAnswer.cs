using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Calls;

/// <summary>What the platform says to a <see cref="PlatformCall"/>.</summary>
public abstract record PlatformAnswer
{
    private PlatformAnswer()
    {
    }

    /// <summary>It is as was asked.</summary>
    /// <param name="Changed">Whether this very call made a difference.</param>
    public sealed record Done(bool Changed) : PlatformAnswer;

    /// <summary>One more server is there.</summary>
    /// <param name="Id">What the platform calls it.</param>
    public sealed record Made(string Id) : PlatformAnswer;

    /// <summary>Who carries a mark, the oldest first.</summary>
    public sealed record Copies(IReadOnlyList<ServerCopy> Items) : PlatformAnswer
    {
        /// <summary>The server: the oldest that is whole, or else the oldest.</summary>
        public ServerCopy? Server =>
            Items.FirstOrDefault(copy => !copy.IsMaking) ?? (Items is [var oldest, ..] ? oldest : null);

        /// <summary>Those that are being made.</summary>
        public IEnumerable<ServerCopy> HalfMade => Items.Where(copy => copy.IsMaking);

        /// <inheritdoc/>
        public override string ToString() => $"Copies {{ {Items.Count} }}";
    }

    /// <summary>What the platform calls a server; null when nothing goes by that key.</summary>
    public sealed record Located(string? Id) : PlatformAnswer;

    /// <summary>Who it is.</summary>
    public sealed record Identity(EnvironmentStatus Status) : PlatformAnswer;

    /// <summary>What is there, in a fixed order.</summary>
    public sealed record Keys(IReadOnlyList<ResourceKey> Items) : PlatformAnswer
    {
        /// <inheritdoc/>
        public override string ToString() => $"Keys {{ {Items.Count} }}";
    }

    /// <summary>How it is; null when it is not there.</summary>
    public sealed record Found(ResourceObject? Item) : PlatformAnswer
    {
        /// <inheritdoc/>
        public override string ToString() => $"Found {{ {Item?.State.ToString() ?? "nothing"} }}";
    }

    /// <summary>What the guest wrote.</summary>
    public sealed record Wrote(ConsoleLog Log) : PlatformAnswer;

    /// <summary>No.</summary>
    public sealed record Refused(DriverFailure Failure, string Reason) : PlatformAnswer;
}
