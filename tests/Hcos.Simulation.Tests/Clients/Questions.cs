using Hcos.Contracts.Bsl;
using Hcos.Kernel.Simulated.Bus;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>Questions to layers: they may be lost, and whoever asks asks again until the deadline.</summary>
internal sealed class Questions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly Dictionary<long, PlanServer> _asked = [];
    private readonly PlatformWorld _world;
    private readonly Dice _dice;

    public Questions(PlatformWorld world, Dice dice)
    {
        (_world, _dice) = (world, dice);
        world.OnAnswer = Answered;
    }

    /// <summary>Where would a server go?</summary>
    public void Ask()
    {
        var memory = (long)_dice.Between(1, 40) << 29;
        var server = new ServerId(Kernel.Messages.DerivedId.From("plan", $"{_asked.Count}"));
        Ask(new PlanServer(new CreateServer(server, "planned", MemoryBytes: memory)), _world.Now + Deadline);
    }

    private void Ask(PlanServer question, DateTimeOffset until)
    {
        _world.Counts.Note("questions asked");
        var number = _world.Network.Ask("bsl", question);
        _asked[number] = question;
        _world.Agenda.Add(_world.Now + Patience, () =>
        {
            if (!_asked.Remove(number)) return;
            if (_world.Now < until) Ask(question, until);
            else _world.Counts.Note("questions given up");
        });
    }

    private void Answered(SimulatedMessage.Answer answer)
    {
        if (!_asked.Remove(answer.Number, out var question)) return;
        _world.Counts.Note("questions answered");
        var plan = System.Text.Json.JsonSerializer.Deserialize<ServerPlan>(answer.Json!, _world.Catalog.Json)!;
        if (plan.Decision is null == plan.Code is null)
        {
            throw new SimulationViolation("questions", $"{question} is answered by {plan}", []);
        }
    }
}
