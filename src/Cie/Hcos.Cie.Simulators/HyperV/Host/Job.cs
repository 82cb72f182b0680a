using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>Work that a method began.</summary>
/// <param name="Id">What names it.</param>
/// <param name="Caption">What it does.</param>
/// <param name="BegunAt">When it began.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Failure">Why it fails, or null.</param>
/// <param name="Affected">What it makes or touches.</param>
internal sealed record Job(
    string Id,
    string Caption,
    DateTimeOffset BegunAt,
    DateTimeOffset EndsAt,
    MethodFailure? Failure,
    IReadOnlyList<CimInstance> Affected)
{
    private const int Running = 4;
    private const int Completed = 7;
    private const int FailedState = 10;

    /// <summary>The job as it is shown at an instant.</summary>
    public CimInstance Show(DateTimeOffset now)
    {
        var hasEnded = now >= EndsAt;
        var state = !hasEnded ? Running : Failure is null ? Completed : FailedState;
        return new CimInstance("Msvm_ConcreteJob")
            .Set("InstanceID", Id)
            .Set("Caption", Caption)
            .Set("ElementName", Caption)
            .Set("Name", "Msvm_ConcreteJob")
            .Set("JobState", state)
            .Set("JobStatus", hasEnded ? "Job is completed" : "Job is running")
            .Set("PercentComplete", hasEnded ? 100 : 40)
            .Set("ErrorCode", hasEnded ? Failure?.Code ?? 0 : 0)
            .Set("ErrorDescription", hasEnded && Failure is not null ? [Failure.Message] : [])
            .Set("ErrorSummaryDescription", hasEnded && Failure is not null ? [Failure.Message] : [])
            .Set("Cancellable", false)
            .Set("DeleteOnCompletion", false)
            .Set("HealthState", 5)
            .Set("StartTime", BegunAt)
            .Set("TimeSubmitted", BegunAt)
            .Set("TimeOfLastStateChange", hasEnded ? EndsAt : BegunAt)
            .Set("OperationalStatus", ["2"]);
    }
}

/// <summary>Why a method does not do what it was asked.</summary>
/// <param name="Code">The host's number for it, as return value or error code of the job.</param>
/// <param name="Message">For people.</param>
internal sealed record MethodFailure(uint Code, string Message)
{
    public static MethodFailure Failed(string message) => new(32768, message);

    public static MethodFailure InvalidParameter(string message) => new(32773, message);

    public static MethodFailure InUse(string message) => new(32774, message);

    public static MethodFailure InvalidState(string message) => new(32775, message);

    public static MethodFailure OutOfMemory(string message) => new(32778, message);

    public static MethodFailure FileNotFound(string message) => new(32779, message);
}

/// <summary>A method that ends at once with another return value than 0.</summary>
internal sealed class MethodFailedException(MethodFailure failure) : Exception(failure.Message)
{
    public MethodFailure Failure => failure;
}
