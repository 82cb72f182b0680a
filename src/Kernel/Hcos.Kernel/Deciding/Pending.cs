using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Deciding;

/// <summary>
/// Something that a process still owes. <see cref="Key"/> says what, and is unique among all that the stream ever
/// owes: a second stop of the same server has another key than the first.
/// </summary>
/// <param name="Key">What is owed.</param>
public abstract record Pending(string Key)
{
    /// <summary>
    /// A command that is sent, under an id derived from stream, key and attempt, until its first answer changes the
    /// state. A new attempt begins only after the one before was answered, or can no longer be accepted.
    /// </summary>
    /// <param name="Key">What is owed.</param>
    /// <param name="Destination">The layer it goes to.</param>
    /// <param name="Body">The command.</param>
    /// <param name="Within">How long the receiver may accept one attempt.</param>
    public sealed record Command(string Key, string Destination, ICommand Body, TimeSpan Within) : Pending(Key)
    {
        /// <summary>
        /// The id under which an attempt is sent; what follows from it carries it as causation. For processes that must
        /// know the consequences of their own command even after they ceased to owe it.
        /// </summary>
        /// <param name="layer">The layer that owes it.</param>
        /// <param name="stream">The full name of the stream that owes it.</param>
        /// <param name="key">The key it is owed under.</param>
        /// <param name="attempt">From 1.</param>
        public static Guid IdOf(string layer, string stream, string key, int attempt) =>
            DerivedId.From(layer, stream, key, attempt.ToString(provider: null));
    }

    /// <summary>A time at which the stream wants to be told <see cref="TimerDue"/>.</summary>
    /// <param name="Key">What is owed.</param>
    /// <param name="Due">The layer's own log time.</param>
    public sealed record Timer(string Key, DateTimeOffset Due) : Pending(Key);

    /// <summary>
    /// Work outside the layer, run by the layer's effect runner; its result is <see cref="EffectEnded"/>.
    /// </summary>
    /// <param name="Key">What is owed.</param>
    /// <param name="Subject">At most one effect per subject runs at a time.</param>
    /// <param name="Request">What is to be done.</param>
    /// <param name="IsChanging">
    /// Whether it changes the world. A changing effect that may have been under way when the layer stopped first ends
    /// as <see cref="EffectUncertain"/>.
    /// </param>
    public sealed record Effect(string Key, string Subject, object Request, bool IsChanging) : Pending(Key)
    {
        /// <summary>It is not run before this log time; null for at once. What is planned needs no timer.</summary>
        public DateTimeOffset? NotBefore { get; init; }

        /// <summary>The longest wait between two runs, where that must be shorter than the layer's.</summary>
        public TimeSpan? LongestRepeat { get; init; }
    }
}

/// <summary>A timer is due.</summary>
/// <param name="Key">Its key.</param>
public sealed record TimerDue(string Key);

/// <summary>An effect has returned.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Result">
/// What the runner answered, or <see cref="EffectUncertain"/>, or <see cref="EffectThrew"/>.
/// </param>
public sealed record EffectEnded(string Key, object Result);

/// <summary>Nobody knows whether the effect happened: the layer was stopped while it may have been under way.</summary>
public sealed record EffectUncertain
{
    /// <summary>The only value.</summary>
    public static EffectUncertain Instance { get; } = new();
}

/// <summary>The runner itself failed; a defect of ours.</summary>
/// <param name="Reason">What was thrown.</param>
public sealed record EffectThrew(string Reason);

/// <summary>A command that this stream owes was settled by its receiver.</summary>
/// <param name="Key">The key it is owed under.</param>
/// <param name="Attempt">The attempt that was answered.</param>
/// <param name="Code">The receiver's word.</param>
/// <param name="Reason">For people.</param>
public sealed record CommandAnswered(string Key, int Attempt, string Code, string? Reason)
{
    /// <summary>Whether the command was refused.</summary>
    public bool IsRefusal => Code is not (SettledCodes.Already or SettledCodes.Done);
}
