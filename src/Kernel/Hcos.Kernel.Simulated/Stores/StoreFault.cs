namespace Hcos.Kernel.Simulated.Stores;

/// <summary>What goes wrong with one call to a store.</summary>
/// <param name="Kind">The fault.</param>
/// <param name="Delay">How long the call takes, of the simulation's time; zero completes it at once.</param>
public sealed record StoreFault(StoreFaultKind Kind, TimeSpan Delay)
{
    /// <summary>Nothing goes wrong.</summary>
    public static StoreFault None { get; } = new(StoreFaultKind.None, TimeSpan.Zero);

    /// <summary>The store does not take the call; nothing happens.</summary>
    public static StoreFault Refused { get; } = new(StoreFaultKind.Refuse, TimeSpan.Zero);

    /// <summary>The call is carried out and its answer is lost.</summary>
    public static StoreFault AnswerLost { get; } = new(StoreFaultKind.LoseAnswer, TimeSpan.Zero);

    /// <summary>The call takes its time.</summary>
    public static StoreFault Slow(TimeSpan delay) => new(StoreFaultKind.None, delay);
}

/// <summary>The faults of a store.</summary>
public enum StoreFaultKind
{
    /// <summary>It works.</summary>
    None,

    /// <summary>It does not happen, and the caller learns that it failed.</summary>
    Refuse,

    /// <summary>It happens, and the caller learns that it failed.</summary>
    LoseAnswer,
}

/// <summary>The calls that can go wrong.</summary>
public enum StoreCall
{
    /// <summary>Becoming the owner of a log.</summary>
    Own,

    /// <summary>Reading a log or a stream.</summary>
    Read,

    /// <summary>Committing to a log.</summary>
    Commit,

    /// <summary>Checking the epoch.</summary>
    Verify,

    /// <summary>Keeping a snapshot.</summary>
    Snapshot,

    /// <summary>Reading views.</summary>
    ReadViews,

    /// <summary>Writing views.</summary>
    WriteViews,
}

/// <summary>Says what goes wrong. A simulation draws it from its seed.</summary>
public interface IStoreFaults
{
    /// <summary>The fault of this call.</summary>
    /// <param name="call">What is called.</param>
    /// <param name="subject">The log or set of views.</param>
    StoreFault Next(StoreCall call, string subject);
}

/// <summary>Nothing ever goes wrong.</summary>
public sealed class NoStoreFaults : IStoreFaults
{
    /// <summary>The only value.</summary>
    public static NoStoreFaults Instance { get; } = new();

    /// <inheritdoc/>
    public StoreFault Next(StoreCall call, string subject) => StoreFault.None;
}
