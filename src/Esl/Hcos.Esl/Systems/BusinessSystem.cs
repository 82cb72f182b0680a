using Hcos.Contracts.Esl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Esl.Systems;

/// <summary>
/// A business system: what is wanted, the instances that are to make it true, and what is done when they do not.
/// Level-triggered: after whatever happened, <see cref="Convergence"/> says what follows from how things stand.
/// </summary>
internal abstract partial class BusinessSystem : IProcess<SystemState, EslLookups>
{
    private BusinessSystem()
    {
    }

    public static SystemState Initial { get; } = new();

    public static Decision Decide(SystemState state, Given given, EslLookups lookups) => given.Message switch
    {
        DeploySystem command => Deploy(state, command, given, lookups),
        ScaleSystem command => Scale(state, command, given, lookups),
        DeleteSystem command => Delete(state, command, given, lookups),
        _ when !state.Exists => Decision.Nothing,
        _ => Observe(state, given, lookups),
    };

    public static bool IsFinal(SystemState state) => state is { IsDeleted: true, Task: null };

    public static IReadOnlyList<Pending> Pending(SystemState state) => SystemOwing.Pending(state);

    private static Decision Deploy(SystemState state, DeploySystem command, Given given, EslLookups lookups)
    {
        if (SystemRules.Check(command.Name, command.Spec, lookups.Options) is { } refusal) return refusal;
        if (state.IsDeleted) return Gone(state);
        if (state.IsDeleting) return Busy(state, "it is being deleted");
        if (lookups.SystemNamed(command.Name) is { } other && other != command.System)
        {
            return Decision.Refuse("duplicate-name", $"there is a business system '{command.Name}' already");
        }

        if (state.Exists && ChangedTemplate(state.Spec, command.Spec) is { } component)
        {
            return Decision.Refuse(
                "not-updatable",
                $"{component}: only counts, health, dependencies and healing can be changed; "
                    + "delete it and deploy again");
        }

        return Request(state, command.System, command.Name, command.Spec, given, lookups);
    }

    private static Decision Scale(SystemState state, ScaleSystem command, Given given, EslLookups lookups)
    {
        if (!state.Exists) return Decision.Refuse("not-found", "there is no such business system");
        if (state.IsDeleting) return Busy(state, "it is being deleted");
        var components = state.Spec.Components.ToList();
        var index = components.FindIndex(component => component.Name == command.Component);
        if (index < 0)
        {
            var names = string.Join(", ", components.Select(component => component.Name));
            return Decision.Refuse("no-component", $"there is no component '{command.Component}'; there is {names}");
        }

        if (components[index].Count == command.Count && state.Task is null) return Decision.Nothing;
        components[index] = components[index] with { Count = command.Count };
        var spec = state.Spec with { Components = components };
        return SystemRules.Check(state.Name, spec, lookups.Options)
            ?? Request(state, state.Id, state.Name, spec, given, lookups);
    }

    private static Decision Request(
        SystemState state, SystemId id, string name, SystemSpec spec, Given given, EslLookups lookups)
    {
        var unfolding = new Unfolding(state, given.Time);
        EndTask(unfolding, TaskOutcome.Refused, "superseded", "a later order took its place");
        unfolding.Add(new SystemRequested(
            id, name, spec, given.Context.Id, given.Time + lookups.Options.DeploymentDeadline));
        Convergence.Converge(unfolding, lookups.Options);
        return unfolding.Decision;
    }

    private static Decision Delete(SystemState state, DeleteSystem command, Given given, EslLookups lookups)
    {
        if (state.IsDeleted) return Decision.Nothing;
        var unfolding = new Unfolding(state, given.Time);
        EndTask(unfolding, TaskOutcome.Refused, "superseded", "the system is deleted");
        unfolding.Add(new SystemDeleting(
            command.System, given.Context.Id, given.Time + lookups.Options.DeploymentDeadline));
        Convergence.Converge(unfolding, lookups.Options);
        return unfolding.Decision;
    }

    private static Decision Observe(SystemState state, Given given, EslLookups lookups)
    {
        var unfolding = new Unfolding(state, given.Time);
        Observation.TakeIn(unfolding, given.Message, lookups.Options);
        Convergence.Converge(unfolding, lookups.Options);
        return unfolding.Decision;
    }

    private static void EndTask(Unfolding unfolding, TaskOutcome outcome, string code, string reason)
    {
        if (unfolding.State.Task is not { } task) return;
        unfolding.Add(new SystemTaskEnded(unfolding.State.Id, task.Id, outcome, code, reason, []));
    }

    private static Decision Gone(SystemState state) =>
        Decision.Refuse("gone", $"'{state.Name}' was deleted; deploy it under a new id");

    private static Decision Busy(SystemState state, string why) =>
        Decision.Refuse("busy", $"'{state.Name}': {why}; wait for it to end");

    private static string? ChangedTemplate(SystemSpec former, SystemSpec wanted) => wanted.Components
        .Where(component => former.Components.FirstOrDefault(other => other.Name == component.Name) is { } other
            && !HasSameTemplate(other, component))
        .Select(component => component.Name)
        .FirstOrDefault();

    private static bool HasSameTemplate(ComponentSpec one, ComponentSpec other) =>
        one.Vcpus == other.Vcpus
        && one.MemoryBytes == other.MemoryBytes
        && one.DiskBytes == other.DiskBytes
        && one.Image == other.Image
        && one.Network == other.Network
        && one.UserData == other.UserData
        && one.Environments.SequenceEqual(other.Environments);
}
