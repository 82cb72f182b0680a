using Hcos.Ci2.Drivers.Simulated.Calls;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>Refusals of the platform as failures of a driver.</summary>
internal static class SimulatedErrors
{
    public const string CutOff = "the simulated environment is cut off";

    public static DriverException From(PlatformAnswer.Refused refused) => new(refused.Failure, refused.Reason);
}
