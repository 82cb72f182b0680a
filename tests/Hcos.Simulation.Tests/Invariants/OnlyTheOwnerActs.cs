using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 2: whoever lost its log sends nothing any more that changes the world, and appends nothing: the epochs of a log only
/// rise, and no changing call leaves under an older one than the log shows.
/// </summary>
internal sealed class OnlyTheOwnerActs : Invariant
{
    private readonly Dictionary<string, long> _epochs = new(StringComparer.Ordinal);

    public override string Name => "2: only the owner acts";

    public override void Committed(RecordedEvent happened)
    {
        var epoch = _epochs.GetValueOrDefault(happened.Log);
        if (happened.Epoch < epoch) Violated($"{happened.Log}: epoch {happened.Epoch} after {epoch}", happened.Stream);
        _epochs[happened.Log] = happened.Epoch;
    }

    public override void Sending(NativeCalls calls, PlatformCall call)
    {
        var epoch = _epochs.GetValueOrDefault(calls.Owner.Process.Name);
        if (call.Changes && calls.Owner.Epoch < epoch)
        {
            Violated($"epoch {calls.Owner.Epoch} of {calls.Owner.Process.Name} sends {call} in epoch {epoch}");
        }
    }
}
