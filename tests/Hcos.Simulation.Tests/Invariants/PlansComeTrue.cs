using System.Text.Json;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// What a plan shows is what happens: every command of the run is planned right before it is decided on, and its first
/// answer compared. The contents of the events are compared for a part of them, because that is dear.
/// </summary>
internal sealed class PlansComeTrue(PlatformWorld world) : Invariant
{
    private const int OneIn = 32;
    private CommandPlan? _plan;

    public override string Name => "plans come true";

    public override void Stepping(Owner owner, LayerInput input, DateTimeOffset now)
    {
        _plan = null;
        // What breaks for a while may break by being asked.
        if (world.Breakage.Throws is not null) return;
        if (CommandOf(input) is not var (id, command) || command is IResumesStream) return;
        try
        {
            _plan = owner.Layer.Foresee(new PlanCommand(command, id), now);
        }
        catch (Exception defect) when (defect is not SimulationViolation)
        {
            // The command is settled as a defect then.
            _plan = new(SettledCodes.Defect, null, [], []);
        }
    }

    public override void Stepped(Owner owner, LayerInput? input, StepOutput output)
    {
        if (_plan is not { } plan || input is null || CommandOf(input) is not var (id, command)) return;
        _plan = null;
        var answers = output.Events.Where(happened => happened.Context.Causation == id).Select(e => e.Body).ToList();
        // A double, or one that came too late.
        if (answers.Count == 0 || answers[0] is CommandSettled { Code: SettledCodes.Expired }) return;
        world.Counts.Note("plans compared with what happened");
        if (WhyNot(plan, id, answers) is { } why)
        {
            Violated($"{owner.Process.Name}: {command} was to lead to something else: {why}", id);
        }
    }

    private string? WhyNot(CommandPlan plan, Guid id, List<IEvent> answers)
    {
        var settled = answers.OfType<CommandSettled>().FirstOrDefault();
        if (settled?.Code == SettledCodes.Done) return plan.Code is null or SettledCodes.Already ? null : plan.Code;
        if (settled?.Code != plan.Code) return $"{plan.Code} foreseen, {settled?.Code} told";
        var told = answers.Where(body => body is not CommandSettled && world.Catalog.IsPublic(body.GetType())).ToList();
        var (one, other) = (Text(plan.Events, id), Text(told, id));
        return one == other ? null : $"{one} foreseen, {other} told";
    }

    private string Text(IReadOnlyList<IEvent> events, Guid id) => string.Join(
        '\n',
        events.Select(happened => id.ToByteArray()[^1] % OneIn == 0
            ? JsonSerializer.Serialize(happened, world.Catalog.Json)
            : world.Catalog.NameOf(happened.GetType())));

    private static (Guid Id, ICommand Command)? CommandOf(LayerInput input) => input switch
    {
        LayerInput.Commanded { Command: var sent } => (sent.Context.Id, sent.Body),
        LayerInput.Submitted { Context: var context, Command: var command } => (context.Id, command),
        _ => null,
    };
}
