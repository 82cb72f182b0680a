using System.Globalization;
using Hcos.Contracts.Arml;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>
/// What a server owes: one command to ARML at a time, and a timer for every state that is not at rest. Pure.
/// </summary>
internal static class Owed
{
    /// <summary>ARML ends what it was asked for so long before we have to.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    public static string ClaimKey(ServerState state) => $"claim {state.Placed?.Round}";

    public static string PowerKey(ServerState state) => $"power {state.PowerNumber}";

    public static string ChangeKey(ServerState state) => $"change {state.PowerNumber}";

    public static string ReleaseKey(ServerState state) => $"release {state.Placed?.Round}";

    public static string TimerKey(ServerState state) =>
        $"{state.Step} {state.Task?.Id} {state.Placed?.Round} {state.PowerNumber}";

    public static bool IsPower(ServerState state, Guid task) =>
        state.Step == ServerStep.Powering && task == PowerTask(state);

    public static bool IsChange(ServerState state, Guid task) =>
        state.Step == ServerStep.Changing && task == PowerTask(state);

    public static IReadOnlyList<Pending> By(ServerState state)
    {
        var owed = new List<Pending>(2);
        if (Command(state) is { } command && command.Key != state.Taken) owed.Add(command);
        if (state.Task is { } task && state.Step != ServerStep.None)
        {
            owed.Add(new Pending.Timer(TimerKey(state), state.Step switch
            {
                ServerStep.AwaitingStop or ServerStep.Releasing => state.Until,
                _ => task.Deadline,
            }));
        }

        return owed;
    }

    private static Pending.Command? Command(ServerState state) => state switch
    {
        { Step: ServerStep.Making, Placed: { } placed, Task: { } task } => ToArml(ClaimKey(state), new ClaimCapacity(
            placed.Claim,
            placed.Resource,
            placed.Decision.Environment,
            placed.Decision.Host,
            placed.Amount,
            placed.Spec,
            task.Deadline - Margin,
            state.Request!.Start)),
        { Step: ServerStep.Powering, Placed: { } placed, Task: { } task } => ToArml(
            PowerKey(state), new ChangePower(placed.Resource, PowerTask(state), state.Power, task.Deadline - Margin)),
        { Step: ServerStep.Changing, Placed: { } placed, Task: { Change: { } change } task } => ToArml(
            ChangeKey(state), new ChangeServer(placed.Resource, PowerTask(state), change, task.Deadline - Margin)),
        { Step: ServerStep.Adopting, Adoption: { } adopting } => ToArml(Adopting.Key, Adopting.Command(adopting)),
        // Whether the claim was settled need not be known: the mark against it outlives every attempt of it. What was
        // not surely adopted is never removed.
        { Step: ServerStep.Releasing, Placed: { } placed } => ToArml(ReleaseKey(state), new ReleaseResource(
            placed.Resource, null, LeavesObject: state is { Adoption: not null, IsAdopted: false })),
        _ => null,
    };

    private static Pending.Command ToArml(string key, ICommand body) => new(key, "arml", body, Within);

    private static Guid PowerTask(ServerState state) => DerivedId.From(
        "bsl", state.Request!.Server.ToString(), "power", state.PowerNumber.ToString(CultureInfo.InvariantCulture));
}
