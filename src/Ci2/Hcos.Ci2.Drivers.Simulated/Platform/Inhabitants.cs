using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>The servers that execute from the start and are nobody's, and what somebody else does to them.</summary>
internal static class Inhabitants
{
    private const long MemoryBytes = 16L << 20;

    public static void Settle(PlatformState state)
    {
        for (var number = 0; number < state.Options.Servers; number++)
        {
            var host = $"host-{1 + (number % state.Options.Hosts):D4}";
            var id = IdOf(state, number);
            var server = new ServerRecord(id, id, $"{state.Options.Name}-{number}", 1, MemoryBytes, host)
            {
                State = ResourceState.Running,
                Starts = 1,
            };
            state.Put(server, DateTimeOffset.MinValue, "started");
        }

        // Nobody watched then.
        state.Untold.Clear();
    }

    /// <summary>Pauses the one whose turn it is, or lets it go on; nothing when it is gone or off.</summary>
    public static void Change(PlatformState state, int turn, DateTimeOffset now)
    {
        var key = new ResourceKey(ResourceKind.Server, IdOf(state, turn % state.Options.Servers));
        var isPaused = state.Servers.GetValueOrDefault(key.NativeId)?.State == ResourceState.Paused;
        Power.Set(state, key, isPaused ? PowerAction.Resume : PowerAction.Pause, now);
    }

    private static string IdOf(PlatformState state, int number) => state.Derive($"inhabitant {number}").ToString();
}
