namespace Hcos.Usl.Operations;

/// <summary>How far an operation is.</summary>
internal enum OperationPhase
{
    /// <summary>Nobody asked for it.</summary>
    None,

    /// <summary>Its command is on the way and was not answered yet.</summary>
    Sending,

    /// <summary>The layer concerned works on it.</summary>
    Running,

    /// <summary>Its deadline passed; the true end may still come.</summary>
    OutcomeUnknown,

    /// <summary>It has ended.</summary>
    Ended,
}

/// <summary>What an operation remembers.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Started">What was asked.</param>
/// <param name="Task">The id of the command whose end it waits for, once that is known.</param>
internal sealed record OperationState(OperationPhase Phase, OperationStarted? Started, Guid? Task)
{
    public static OperationState None { get; } = new(OperationPhase.None, null, null);
}
