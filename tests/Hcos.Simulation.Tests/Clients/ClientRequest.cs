using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;
using Hcos.Usl.Operations;
using Hcos.Usl.Services;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>
/// One request of a client to USL's edge: submitted until it is acknowledged or given up, always under the same id,
/// as the edge does it.
/// </summary>
internal sealed class ClientRequest(PlatformWorld world, StartOperation start, string principal)
{
    private static readonly OperationTable Table = OperationTable.OfContracts();
    private static readonly TimeSpan Acceptance = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Repeat = TimeSpan.FromMilliseconds(200);
    private const int Grace = 15;
    private DateTimeOffset _until;

    public Guid Id => start.Operation.Value;

    public string Operation => start.Name;

    public bool IsAcknowledged { get; private set; }

    /// <summary>Told when it is acknowledged for the first time.</summary>
    public Action? Acknowledged { get; init; }

    public static StartOperation Of(Guid id, string operation, string subject, ICommand command)
    {
        var descriptor = Table.Find(operation)!;
        return new StartOperation(
            new OperationId(id), operation, $"{descriptor.Noun}/{subject}", descriptor.Layer, command,
            descriptor.DeadlineSeconds + Grace, $"{id:N}");
    }

    public void Submit()
    {
        _until = world.Now + Patience;
        Try();
    }

    private void Try()
    {
        if (world.Now > _until) return;
        if (world.Process("usl").Current is not { } usl)
        {
            world.Agenda.Add(world.Now + Repeat, Try);
            return;
        }

        var context = new MessageContext(Id, Id, null, null, MessageContext.Platform, principal);
        var envelope = new CommandEnvelope("usl", context, usl.Now + Acceptance, start);
        usl.Put(new Work(new Kernel.Layers.LayerInput.Commanded(envelope), Answered));
    }

    private void Answered(bool isCommitted)
    {
        if (!isCommitted)
        {
            world.Agenda.Add(world.Now + Repeat, Try);
            return;
        }

        var isFirst = !IsAcknowledged;
        IsAcknowledged = true;
        world.Acknowledged(Id);
        if (isFirst) Acknowledged?.Invoke();
    }
}
