namespace Hcos.Simulation.Tests.Faults;

/// <summary>The kinds of faults that are drawn.</summary>
internal enum FaultKind
{
    /// <summary>A layer is killed between two actions.</summary>
    Crash,

    /// <summary>A layer stands still, is taken over, and goes on.</summary>
    TakeOver,

    /// <summary>Messages are lost, doubled, late, overtaking.</summary>
    Network,

    /// <summary>Nothing reaches one layer.</summary>
    CutLayer,

    /// <summary>The store refuses, or loses its answers.</summary>
    Store,

    /// <summary>The store is slow.</summary>
    SlowStore,

    /// <summary>The clock of a process jumps, ahead or back.</summary>
    Clock,

    /// <summary>Native calls fail, hang, are answered after their effect or never.</summary>
    Driver,

    /// <summary>An environment cannot be reached.</summary>
    CutEstate,

    /// <summary>Watches lose their connections, or hear nothing without noticing.</summary>
    Watches,

    /// <summary>One listing of an environment leaves out what is there.</summary>
    Listings,

    /// <summary>Somebody else changes servers.</summary>
    Outside,

    /// <summary>Somebody else makes, changes and removes servers of his own.</summary>
    Foreign,

    /// <summary>A guest runs and does not answer.</summary>
    Sickness,

    /// <summary>A host dies or loses memory to others.</summary>
    Hosts,
}
