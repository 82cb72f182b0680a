using Hcos.Kernel.Layers;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// The kernel's own promise behind 8: after a start a layer sends nothing and touches nothing before it has consumed
/// each log up to the head that its owner announced first; an owner that is silent for long, by its own log time, is
/// not waited for. And whenever it learns that it lacks a part of a log, it sends nothing until it has that part.
/// </summary>
internal sealed class NothingIsSentBlindly(Counts counts) : Invariant
{
    private readonly Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Reading> _readings = new(StringComparer.Ordinal);

    public override string Name => "kernel: nothing is sent before catching up";

    public override void Stepped(Owner owner, LayerInput? input, StepOutput output)
    {
        Started(owner, input, output);
        // What waits for causes is no gap, and cannot be told from one out here.
        if (!owner.Process.Definition.OrdersByCause) Lacking(owner, input, output);
    }

    private void Started(Owner owner, LayerInput? input, StepOutput output)
    {
        if (input is null) _waiting[owner.Process.Name] = new Waiting(owner, owner.Now);
        if (!_waiting.TryGetValue(owner.Process.Name, out var waiting) || waiting.Owner != owner) return;
        if (input is LayerInput.Observed { Batch: var batch }) waiting.Announced.TryAdd(batch.Log, batch.Last);
        if (input is LayerInput.Announced { Head: var head }) waiting.Announced.TryAdd(head.Log, head.Head);
        if (output.Commands.Count + output.Effects.Count == 0) return;
        var consumed = owner.Layer.Status().Consumed;
        foreach (var (log, next) in consumed)
        {
            if (waiting.IsSilent(log, owner.Now))
            {
                counts.Note("owners not waited for");
                continue;
            }

            if (waiting.Announced.GetValueOrDefault(log, long.MaxValue) < next) continue;
            Violated($"{owner.Process.Name} sends before it has consumed {log}, which it wants from {next}");
        }

        _waiting.Remove(owner.Process.Name);
    }

    private void Lacking(Owner owner, LayerInput? input, StepOutput output)
    {
        if (!_readings.TryGetValue(owner.Process.Name, out var reading) || reading.Owner != owner)
        {
            _readings[owner.Process.Name] = reading = new Reading(owner);
        }

        switch (input)
        {
            case LayerInput.Observed { Batch: var batch }:
                Read(reading, batch.Log, batch.First, batch.Last);
                break;
            case LayerInput.Announced { Head: var head }:
                Read(reading, head.Log, head.Head + 1, head.Head);
                break;
            default:
                break;
        }

        if (reading.Lacks.Count == 0 || output.Commands.Count + output.Effects.Count == 0) return;
        var (lacked, until) = reading.Lacks.First();
        Violated($"{owner.Process.Name} sends although it lacks {lacked} up to {until}");
    }

    private void Read(Reading reading, string log, long first, long last)
    {
        if (reading.Next.TryGetValue(log, out var wanted) && first > wanted)
        {
            counts.Note("gaps met");
            reading.Lacks[log] = Math.Max(reading.Lacks.GetValueOrDefault(log), last);
        }

        foreach (var (name, next) in reading.Owner.Layer.Status().Consumed)
        {
            reading.Next[name] = next;
            if (reading.Lacks.GetValueOrDefault(name, long.MaxValue) < next) reading.Lacks.Remove(name);
        }
    }

    /// <summary>How far a layer has read, and up to where it knows that something is missing.</summary>
    private sealed record Reading(Owner Owner)
    {
        public Dictionary<string, long> Next { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, long> Lacks { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>A beginning, and the head of each log that was announced to it first.</summary>
    private sealed record Waiting(Owner Owner, DateTimeOffset Since)
    {
        public Dictionary<string, long> Announced { get; } = new(StringComparer.Ordinal);

        public bool IsSilent(string log, DateTimeOffset now) =>
            !Announced.ContainsKey(log) && now - Since > new LayerOptions().SilentOwner - TimeSpan.FromSeconds(1);
    }
}
