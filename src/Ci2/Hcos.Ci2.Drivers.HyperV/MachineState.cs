using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>
/// A value of EnabledState; hosts show the older codes, above 32767, on the way from one state to another. Pure.
/// </summary>
internal readonly record struct MachineState(int Code)
{
    /// <summary>Whether the machine is on its way.</summary>
    public bool IsTransition => Code is 4 or 10 or 32770 or 32771 or 32773 or 32774 or 32776 or 32777;

    /// <summary>What it means: until a change is through, the machine still is what it was; a start executes.</summary>
    public ResourceState State => Code switch
    {
        2 or 4 or 10 or 32770 or 32771 or 32773 or 32774 or 32776 => ResourceState.Running,
        3 => ResourceState.Stopped,
        6 or 32769 => ResourceState.Suspended,
        9 or 32768 or 32777 => ResourceState.Paused,
        _ => ResourceState.Unknown,
    };
}
