namespace Hcos.Ci2.Drivers.Simulated.Wire;

/// <summary>What goes wrong with a native call.</summary>
public abstract record SimulatedFault
{
    private SimulatedFault()
    {
    }

    /// <summary>The platform refuses, with no effect: <see cref="DriverFailure.Exhausted"/> for a full one.</summary>
    public sealed record Fail(DriverFailure Failure) : SimulatedFault;

    /// <summary>Nothing happens and no answer comes, until the caller gives up or the wire is cut.</summary>
    public sealed record Hang : SimulatedFault;

    /// <summary>It has its effect and no answer comes, until the caller gives up or the wire is cut.</summary>
    public sealed record ActAndHang : SimulatedFault;

    /// <summary>It has its effect, and the connection breaks instead of an answer.</summary>
    public sealed record ActAndLoseAnswer : SimulatedFault;

    /// <summary>It has its effect, and the answer takes so much longer.</summary>
    public sealed record AnswerLate(TimeSpan By) : SimulatedFault;
}
