using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// The table of <see cref="IPowerDriver.PowerAsync"/>, with the states that it does not mention.
/// </summary>
public static class PowerSteps
{
    /// <summary>What an action means in a state. Pure.</summary>
    /// <param name="state">Where the server is.</param>
    /// <param name="action">What is wanted.</param>
    public static PowerStep Of(ResourceState state, PowerAction action) => (state, action) switch
    {
        (ResourceState.Stopped or ResourceState.Suspended or ResourceState.Error, PowerAction.Start) =>
            PowerStep.Change,
        (ResourceState.Running, PowerAction.Start or PowerAction.Resume) => PowerStep.Stay,
        (ResourceState.Running, _) => PowerStep.Change,
        (ResourceState.Paused, PowerAction.Resume or PowerAction.PowerOff) => PowerStep.Change,
        (ResourceState.Paused, PowerAction.Pause) => PowerStep.Stay,
        (ResourceState.Stopped, PowerAction.Shutdown or PowerAction.PowerOff) => PowerStep.Stay,
        (ResourceState.Suspended or ResourceState.Error, PowerAction.PowerOff) => PowerStep.Change,
        (ResourceState.Suspended, PowerAction.Resume) => PowerStep.Change,
        (ResourceState.Suspended, PowerAction.Suspend) => PowerStep.Stay,
        _ => PowerStep.Impossible,
    };
}

/// <summary>What is to be done about an action.</summary>
public enum PowerStep
{
    /// <summary>Do it.</summary>
    Change,

    /// <summary>The server already is where the action leads.</summary>
    Stay,

    /// <summary>It does not lead anywhere from here.</summary>
    Impossible,
}
