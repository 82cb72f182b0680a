namespace Hcos.Usl.Operations;

/// <summary>The words that USL itself ends operations with.</summary>
internal static class OperationCodes
{
    public const string Done = "done";

    /// <summary>The deadline passed without an end; amended once when the true end arrives.</summary>
    public const string OutcomeUnknown = "outcome-unknown";
}
