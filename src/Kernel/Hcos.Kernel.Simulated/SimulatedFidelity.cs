namespace Hcos.Kernel.Simulated;

/// <summary>How true to life the seams of a simulation are with what they carry and keep.</summary>
public enum SimulatedFidelity
{
    /// <summary>Everything is written as JSON and read anew, each time it is stored, read or delivered.</summary>
    Exact,

    /// <summary>
    /// The objects themselves are handed on. They are immutable, so nobody can tell the difference unless writing them
    /// as JSON loses something.
    /// </summary>
    Swift,
}
