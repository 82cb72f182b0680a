using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Esl;
using Hcos.Esl.Health;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Esl.Tests.Systems;

/// <summary>ESL alone, with the test playing BSL and the guests.</summary>
internal sealed class SystemWorld
{
    public static readonly SystemId Hello = new(DerivedId.From("hello"));

    public LayerHarness Layer { get; } = new(
        EslModule.Define(new EslOptions()),
        new MessageCatalog([typeof(DeploySystem).Assembly], [typeof(EslModule).Assembly]));

    public IEnumerable<CommandEnvelope> Creates => Distinct<CreateServer>();

    public SystemHealth? Health => Layer.Of<SystemHealthChanged>().LastOrDefault()?.Health;

    public SystemTaskEnded? Ended => Layer.Of<SystemTaskEnded>().LastOrDefault();

    public static SystemSpec TwoTiers(int web = 2, bool heal = true, HealthSpec? health = null) => new(
        [
            new ComponentSpec("web", web, 1, 128 << 20, 0, "img", "net", [], null, [], health),
            new ComponentSpec("front", 1, 1, 128 << 20, 0, "img", "net", [], null, ["web"], health),
        ],
        heal);

    public void Deploy(SystemSpec? spec = null, Guid? id = null) =>
        Layer.Command(new DeploySystem(Hello, "hello", spec ?? TwoTiers()), id);

    /// <summary>BSL makes every server that was ordered and not made yet, until nothing is ordered any more.</summary>
    public void MakeAll()
    {
        for (var made = new HashSet<ServerId>(); ;)
        {
            var order = Creates.FirstOrDefault(c => made.Add(((CreateServer)c.Body).Server) && !IsMade(c));
            if (order is null) return;
            Make(order);
        }
    }

    public void Make(CommandEnvelope order, ResourceState state = ResourceState.Running)
    {
        var create = (CreateServer)order.Body;
        var description = new ServerDescription(
            1, create.MemoryBytes, 0, create.Image, create.Network, null, null, null);
        var task = order.Context.Id;
        Layer.Answer(
            order,
            new ServerRequested(
                create.Server, create.Name, description, true, create.Owner, task, Layer.Now.AddMinutes(3)),
            Seen(create.Server, state, state == ResourceState.Running ? ["10.0.0.1"] : []),
            new ServerTaskEnded(create.Server, task, ServerTaskKind.Create, TaskOutcome.Done, "done", null, []));
    }

    public void See(ServerId server, ResourceState state, params string[] addresses) =>
        Layer.Observe("bsl", Seen(server, state, addresses));

    public void Delete(CommandEnvelope order)
    {
        var server = ((DeleteServer)order.Body).Server;
        Layer.Answer(
            order,
            new ServerTaskBegun(server, order.Context.Id, ServerTaskKind.Delete, false, Layer.Now.AddMinutes(1)),
            new ServerDeleted(server, "any"),
            new ServerTaskEnded(
                server, order.Context.Id, ServerTaskKind.Delete, TaskOutcome.Done, "done", null, []));
    }

    public void Answers(ServerId server, bool isHealthy) =>
        Layer.Report(new HealthSeen(Hello, server, isHealthy, isHealthy ? null : "it does not answer"));

    public ServerId ServerNamed(string name) =>
        Layer.Of<InstanceAdded>().Single(added => added.Name == name).Server;

    public IReadOnlyList<CommandEnvelope> Orders<TCommand>() where TCommand : ICommand => [.. Distinct<TCommand>()];

    private IEnumerable<CommandEnvelope> Distinct<TCommand>() where TCommand : ICommand =>
        Layer.Commands.Where(command => command.Body is TCommand).DistinctBy(command => command.Context.Id);

    private bool IsMade(CommandEnvelope order) => Layer.Of<Hcos.Esl.Systems.InstanceOrdered>()
        .Any(ordered => ordered.Server == ((CreateServer)order.Body).Server);

    private ServerStateChanged Seen(ServerId server, ResourceState state, params string[] addresses) =>
        new(server, state, addresses, new Evidence(Layer.Now, EvidenceSource.Event), null);
}
