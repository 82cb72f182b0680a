using Hcos.Kernel.Layers;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// The kernel's own promise behind 8: after a start a layer sends nothing and touches nothing before it has consumed
/// each log up to the head that its owner announced first; an owner that is silent for long, by its own log time, is
/// not waited for.
/// </summary>
internal sealed class NothingIsSentBlindly : Invariant
{
    private readonly Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);

    public override string Name => "kernel: nothing is sent before catching up";

    public override void Stepped(Owner owner, LayerInput? input, StepOutput output)
    {
        if (input is null) _waiting[owner.Process.Name] = new Waiting(owner, owner.Now);
        if (!_waiting.TryGetValue(owner.Process.Name, out var waiting) || waiting.Owner != owner) return;
        if (input is LayerInput.Observed { Batch: var batch }) waiting.Announced.TryAdd(batch.Log, batch.Last);
        if (input is LayerInput.Announced { Head: var head }) waiting.Announced.TryAdd(head.Log, head.Head);
        if (output.Commands.Count + output.Effects.Count == 0) return;
        var consumed = owner.Layer.Status().Consumed;
        foreach (var (log, next) in consumed)
        {
            if (waiting.IsSilent(log, owner.Now)) continue;
            if (waiting.Announced.GetValueOrDefault(log, long.MaxValue) < next) continue;
            Violated($"{owner.Process.Name} sends before it has consumed {log}, which it wants from {next}");
        }

        _waiting.Remove(owner.Process.Name);
    }

    /// <summary>A beginning, and the head of each log that was announced to it first.</summary>
    private sealed record Waiting(Owner Owner, DateTimeOffset Since)
    {
        public Dictionary<string, long> Announced { get; } = new(StringComparer.Ordinal);

        public bool IsSilent(string log, DateTimeOffset now) =>
            !Announced.ContainsKey(log) && now - Since > new LayerOptions().SilentOwner - TimeSpan.FromSeconds(1);
    }
}
