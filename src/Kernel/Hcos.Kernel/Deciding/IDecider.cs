using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Deciding;

/// <summary>
/// The pure heart of one kind of stream. No clock, no I/O, no randomness; what it needs is in its arguments.
/// </summary>
/// <typeparam name="TState">What a stream remembers: an immutable record.</typeparam>
/// <typeparam name="TLookups">What the layer knows across its streams, read-only here.</typeparam>
public interface IDecider<TState, in TLookups>
{
    /// <summary>The state of a stream before its first event.</summary>
    static abstract TState Initial { get; }

    /// <summary>Decides what follows from <paramref name="given"/>.</summary>
    static abstract Decision Decide(TState state, Given given, TLookups lookups);

    /// <summary>Applies one event of the stream. Total: it never throws, and ignores what it does not know.</summary>
    static abstract TState Evolve(TState state, IEvent happened);

    /// <summary>
    /// Whether a stream has come to its end: nothing that still arrives can change it, and who asks for it later may be
    /// told that it is not known. After a while it leaves memory. By default none ever does.
    /// </summary>
    static virtual bool IsFinal(TState state) => false;
}

/// <summary>A decider that works towards something: its state says what it still owes.</summary>
/// <typeparam name="TState">What a stream remembers.</typeparam>
/// <typeparam name="TLookups">What the layer knows across its streams.</typeparam>
public interface IProcess<TState, in TLookups> : IDecider<TState, TLookups>
{
    /// <summary>
    /// All that is still owed in this state. The kernel sends a command until its answer is seen, runs an effect until
    /// its result changes the state, and tells when a timer is due. What is no longer listed is forgotten.
    /// </summary>
    static abstract IReadOnlyList<Pending> Pending(TState state);
}

/// <summary>What a layer knows across its streams; a fold over its own log and nothing else.</summary>
public interface ILookups
{
    /// <summary>Takes in one event of the layer's own log. Total: never throws.</summary>
    void Apply(RecordedEvent happened);
}

/// <summary>What is put before a decider.</summary>
/// <param name="Message">
/// A command, an observed event, or one of the kernel's inputs: <see cref="TimerDue"/>, <see cref="EffectEnded"/>,
/// <see cref="CommandAnswered"/>, a report of an effect.
/// </param>
/// <param name="Time">The layer's log time.</param>
/// <param name="Context">Id and origin of the message.</param>
/// <param name="Origin">For an observed event: the event as it stands in its log; otherwise null.</param>
public readonly record struct Given(
    object Message, DateTimeOffset Time, MessageContext Context, RecordedEvent? Origin = null)
{
    /// <summary>For an observed event where the layer orders by cause: its cause did not come in time.</summary>
    public bool IsEarly { get; init; }
}

/// <summary>What a decider decided.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Nothing is to be done, or it is so already.</summary>
    public static Decision Nothing { get; } = new Happened([]);

    /// <summary>These events happen.</summary>
    public static Decision Of(params IEvent[] events) => new Happened(events);

    /// <summary>These events happen.</summary>
    public static Decision Of(IReadOnlyList<IEvent> events) => new Happened(events);

    /// <summary>The command is refused. A refusal is an answer, not an exception.</summary>
    /// <param name="code">A stable kebab-case word.</param>
    /// <param name="reason">What was wrong and what to do, for people.</param>
    public static Decision Refuse(string code, string reason) => new Refusal(code, reason);

    /// <summary>Events happen.</summary>
    /// <param name="Events">In order; possibly none.</param>
    public sealed record Happened(IReadOnlyList<IEvent> Events) : Decision;

    /// <summary>The command is refused.</summary>
    /// <param name="Code">A stable kebab-case word.</param>
    /// <param name="Reason">For people.</param>
    public sealed record Refusal(string Code, string Reason) : Decision;
}
