using Hcos.Ci2.Drivers.Simulated.Calls;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>What native calls have done to a platform.</summary>
/// <param name="Reading">Calls that only read.</param>
/// <param name="Changing">Calls that reached the platform and may change something.</param>
/// <param name="Effective">Those that made a difference.</param>
/// <param name="Repeated">Those that found everything as they wanted it: duplicates.</param>
public sealed record PlatformCounts(int Reading, int Changing, int Effective, int Repeated)
{
    internal PlatformCounts After(PlatformCall call, PlatformAnswer answer) => (call.Changes, answer) switch
    {
        (false, _) => this with { Reading = Reading + 1 },
        (true, PlatformAnswer.Done { Changed: true } or PlatformAnswer.Made) =>
            this with { Changing = Changing + 1, Effective = Effective + 1 },
        (true, PlatformAnswer.Done) => this with { Changing = Changing + 1, Repeated = Repeated + 1 },
        _ => this with { Changing = Changing + 1 },
    };
}
