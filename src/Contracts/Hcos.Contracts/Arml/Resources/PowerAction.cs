namespace Hcos.Contracts.Arml.Resources;

/// <summary>A change of a server's execution.</summary>
public enum PowerAction
{
    /// <summary>
    /// Begin to execute; a suspended server goes on with its memory. A running server stays as it is.
    /// </summary>
    Start,

    /// <summary>Ask the guest to shut down (ACPI). The answer comes when it was asked, not when it is off.</summary>
    Shutdown,

    /// <summary>
    /// Take the power away at once, and give up memory that is on disk. A stopped server stays as it is.
    /// </summary>
    PowerOff,

    /// <summary>Restart at once, by reset.</summary>
    Reset,

    /// <summary>Stop executing, keep the memory.</summary>
    Pause,

    /// <summary>Go on after a pause, or with the memory that was written to disk.</summary>
    Resume,

    /// <summary>Write the memory to disk and stop executing. A suspended server stays as it is.</summary>
    Suspend,
}
