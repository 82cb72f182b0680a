using Hcos.Ci2.Drivers.Simulated.Calls;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>Short names for the answers.</summary>
internal static class Answers
{
    public static PlatformAnswer Changed { get; } = new PlatformAnswer.Done(true);

    public static PlatformAnswer Already { get; } = new PlatformAnswer.Done(false);

    public static PlatformAnswer Invalid(string reason) => new PlatformAnswer.Refused(DriverFailure.Invalid, reason);

    public static PlatformAnswer Missing(string reason) => new PlatformAnswer.Refused(DriverFailure.Missing, reason);

    public static PlatformAnswer Conflict(string reason) => new PlatformAnswer.Refused(DriverFailure.Conflict, reason);

    public static PlatformAnswer Full(string reason) => new PlatformAnswer.Refused(DriverFailure.Exhausted, reason);
}
