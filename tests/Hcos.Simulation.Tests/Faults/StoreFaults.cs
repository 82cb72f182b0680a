using Hcos.Kernel.Simulated.Stores;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Faults;

/// <summary>What goes wrong with the event store.</summary>
internal sealed class StoreFaults(int seed, Counts counts) : IStoreFaults
{
    private readonly Dice _dice = new(seed, "store");

    /// <summary>The chance that a call is refused, or carried out without an answer.</summary>
    public double Rate { get; set; }

    public StoreFault Next(StoreCall call, string subject)
    {
        if (Rate <= 0 || !_dice.Chance(Rate)) return StoreFault.None;
        var losesAnswer = call == StoreCall.Commit && _dice.Chance(0.5);
        counts.Fault(losesAnswer ? "store loses the answer" : "store refuses");
        return losesAnswer ? StoreFault.AnswerLost : StoreFault.Refused;
    }
}
