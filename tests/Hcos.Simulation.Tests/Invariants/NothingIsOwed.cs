using Hcos.Kernel.Deciding;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 4: at rest nothing is owed besides what always goes on: the watch over each environment and its next sweep, and the
/// watch over each instance's health. Every layer owns its log, has consumed what the others wrote, and rests.
/// </summary>
internal sealed class NothingIsOwed(PlatformWorld world) : Invariant
{
    public override string Name => "4: at rest nothing is owed";

    public override IEnumerable<string> AtRest()
    {
        foreach (var process in world.Processes)
        {
            if (process.Current is not { IsPaused: false } owner)
            {
                yield return $"{process.Name} is down";
                continue;
            }

            if (!owner.Layer.HasCaughtUp) yield return $"{process.Name} has not caught up";
            if (!owner.IsIdle) yield return $"{process.Name} is not idle";
            foreach (var stream in owner.Layer.Status().Parked) yield return $"{process.Name}: {stream} is parked";
            foreach (var (log, next) in owner.Layer.Status().Consumed)
            {
                var head = world.Processes.FirstOrDefault(other => other.Name == log)?.Current?.Layer.Head ?? 0;
                if (next <= head) yield return $"{process.Name} has consumed {log} up to {next - 1} of {head}";
            }

            foreach (var (stream, what) in owner.Layer.Owes)
            {
                if (!IsStanding(process.Name, what)) yield return $"{process.Name}: {stream} owes {what.Key}";
            }
        }
    }

    private static bool IsStanding(string layer, Pending what) => (layer, what) switch
    {
        ("ci2", Pending.Effect) => what.Key.StartsWith("watch-", StringComparison.Ordinal)
            || what.Key.StartsWith("sweep-", StringComparison.Ordinal),
        ("esl", Pending.Effect) => what.Key.StartsWith("health/", StringComparison.Ordinal),
        _ => false,
    };
}
