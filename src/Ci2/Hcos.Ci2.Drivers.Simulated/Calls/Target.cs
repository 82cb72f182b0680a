using Hcos.Ci2.Drivers.Simulated.Platform;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Calls;

/// <summary>The server that a key means, and what the platform calls it; found before each change.</summary>
internal sealed class Target(DriverRun run, PlatformManners manners, ResourceKey key)
{
    /// <summary>Null when nothing goes by the key, or before it was looked for.</summary>
    public ResourceKey? Own { get; private set; }

    /// <summary>Looks for it where the platform gives ids; elsewhere the key is what the platform calls it.</summary>
    public IEnumerable<PlatformCall> Locate()
    {
        if (!manners.PicksIds)
        {
            Own = key;
            yield break;
        }

        yield return new PlatformCall.Locate(key);
        if (DriverSteps.Failed(run) || run.Last is not PlatformAnswer.Located { Id: { } id }) yield break;
        Own = key with { NativeId = id };
    }
}
