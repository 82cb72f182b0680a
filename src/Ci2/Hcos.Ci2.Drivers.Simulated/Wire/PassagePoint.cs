namespace Hcos.Ci2.Drivers.Simulated.Wire;

/// <summary>Where a native call can be met on its way.</summary>
public enum PassagePoint
{
    /// <summary>The request was sent and has had no effect.</summary>
    BeforeEffect,

    /// <summary>The request had its effect and the answer is on its way back.</summary>
    AfterEffect,
}
