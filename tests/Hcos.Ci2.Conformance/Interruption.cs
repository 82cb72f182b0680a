namespace Hcos.Ci2.Conformance;

/// <summary>How a call is interrupted at a passage.</summary>
public enum Interruption
{
    /// <summary>The wire breaks.</summary>
    CutOff,

    /// <summary>The caller cancels.</summary>
    Cancel,
}
