using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Faults;

/// <summary>What becomes of one native call.</summary>
internal enum NativeFaultKind
{
    /// <summary>It arrives, has its effect and is answered.</summary>
    None,

    /// <summary>It never arrives, and nobody says so.</summary>
    NeverArrives,

    /// <summary>It has its effect, and no answer ever comes.</summary>
    NeverAnswers,

    /// <summary>It has its effect, and the connection breaks before the answer.</summary>
    LosesAnswer,
}

/// <summary>What becomes of one native call.</summary>
/// <param name="Kind">Whether it arrives and is answered.</param>
/// <param name="Failure">What the platform says instead of doing it; null when it does it.</param>
/// <param name="Late">How late it arrives; whoever sent it may have given it up by then.</param>
/// <param name="AnswerLate">How late it is answered.</param>
internal sealed record NativeFault(
    NativeFaultKind Kind, DriverFailure? Failure = null, TimeSpan Late = default, TimeSpan AnswerLate = default)
{
    public static NativeFault None { get; } = new(NativeFaultKind.None);
}

/// <summary>Draws what becomes of native calls.</summary>
internal sealed class NativeFaults(int seed, Counts counts)
{
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostAnswerLate = TimeSpan.FromSeconds(20);

    // A change is given up after two minutes.
    private static readonly TimeSpan LeastMuchLater = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostMuchLater = TimeSpan.FromSeconds(140);
    private readonly Dice _dice = new(seed, "native");

    /// <summary>The chance that something goes wrong with a changing call; reads meet a tenth of it.</summary>
    public double Rate { get; set; }

    /// <summary>What is meant to become of a call, told in a story; null for what the dice say.</summary>
    public Func<PlatformCall, NativeFault?>? Meant { get; set; }

    public NativeFault Draw(PlatformCall call)
    {
        if (Meant?.Invoke(call) is { } meant) return meant;
        if (Rate <= 0 || !_dice.Chance(call.Changes ? Rate : Rate / 10)) return NativeFault.None;
        // A platform is full, forbids or contradicts only where something is to change.
        var kind = _dice.Between(1, IsMaking(call) ? 10 : call.Changes ? 9 : 6);
        counts.Fault($"native {Word(kind)}");
        return kind switch
        {
            1 => new NativeFault(NativeFaultKind.NeverArrives),
            2 => new NativeFault(NativeFaultKind.NeverAnswers),
            3 => new NativeFault(NativeFaultKind.LosesAnswer),
            4 => new NativeFault(NativeFaultKind.None, DriverFailure.Unavailable),
            5 => new NativeFault(NativeFaultKind.None, Late: MostLate * _dice.Fraction()),
            6 => new NativeFault(NativeFaultKind.None, AnswerLate: MostAnswerLate * _dice.Fraction()),
            7 => new NativeFault(NativeFaultKind.None, DriverFailure.Exhausted),
            8 => new NativeFault(NativeFaultKind.None, DriverFailure.Denied),
            9 => new NativeFault(NativeFaultKind.None, DriverFailure.Conflict),
            _ => new NativeFault(NativeFaultKind.None, Late: _dice.Between(LeastMuchLater, MostMuchLater)),
        };
    }

    /// <summary>What makes something that was not there: the calls that must not come too late.</summary>
    private static bool IsMaking(PlatformCall call) => call is PlatformCall.MakeDisks or PlatformCall.DefineServer
        or PlatformCall.EnsurePort or PlatformCall.CreateServer or PlatformCall.EquipServer
        or PlatformCall.FinishServer;

    private static string Word(int kind) => kind switch
    {
        1 => "hangs",
        2 => "acts and hangs",
        3 => "acts and loses the answer",
        4 => "fails",
        5 => "late",
        6 => "answered late",
        7 => "says full",
        8 => "forbids",
        9 => "contradicts",
        _ => "comes much later",
    };
}
