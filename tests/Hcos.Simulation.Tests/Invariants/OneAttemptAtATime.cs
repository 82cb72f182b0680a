using Hcos.Kernel.Deciding;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// The kernel's own promise behind 2: an attempt rises only on the answer to the one before, or once the receiver's log
/// is past the last moment at which it could have accepted it. And what was owed once is never owed again under the
/// same name: its id would be known already, and nobody would do it.
/// </summary>
internal sealed class OneAttemptAtATime(PlatformWorld world) : Invariant
{
    // What a layer knows of another's time may be ahead of the world by the error of a clock.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(string Stream, string Key), CommandOwed> _latest = [];
    private readonly HashSet<Guid> _answered = [];
    private DateTimeOffset _told = DateTimeOffset.MinValue;

    public override string Name => "kernel: one attempt at a time";

    public override void Stepped(Owner owner, LayerInput? input, StepOutput output)
    {
        var now = owner.Now;
        if (now > _told) _told = now;
    }

    public override void Committed(RecordedEvent happened)
    {
        if (happened is { SettlesUntil: not null, Context.Causation: { } command }) _answered.Add(command);
        if (happened.Body is not CommandOwed owed) return;
        var place = ($"{happened.Log}/{happened.Stream}", owed.Key);
        if (_latest.TryGetValue(place, out var former)) Check(happened, owed, former);
        _latest[place] = owed;
    }

    private void Check(RecordedEvent happened, CommandOwed owed, CommandOwed former)
    {
        if (owed.Attempt <= former.Attempt)
        {
            Violated($"{happened.Stream} owes {owed.Key} a second time", happened.Stream);
        }

        var id = Pending.Command.IdOf(happened.Log, happened.Stream, owed.Key, former.Attempt);
        if (_answered.Contains(id) || former.NotAfter < LatestTime() + Tolerance) return;
        Violated(
            $"attempt {owed.Attempt} of {happened.Stream} {owed.Key} began before {former.Attempt} was over",
            id,
            happened.Stream);
    }

    /// <summary>
    /// A clock that jumped ahead may have announced a time that was lost with its process before it was committed: the
    /// latest that anybody ever told counts.
    /// </summary>
    private DateTimeOffset LatestTime() => _told > world.Now ? _told : world.Now;
}
