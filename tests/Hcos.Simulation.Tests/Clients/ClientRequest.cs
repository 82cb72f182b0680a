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
    private const int Grace = 15;
    private readonly DeskRequest _request = new(world, "usl", start.Operation.Value, start, principal)
    {
        Acknowledged = () => world.Acknowledged(start.Operation.Value),
    };

    public Guid Id => start.Operation.Value;

    public string Operation => start.Name;

    /// <summary>Whom it concerns: <c>servers/ID</c>.</summary>
    public string Subject => start.Subject;

    public static StartOperation Of(Guid id, string operation, string subject, ICommand command)
    {
        var descriptor = Table.Find(operation)!;
        return new StartOperation(
            new OperationId(id), operation, descriptor.Subject(subject),
            command is IResumesStream resumes ? resumes.Log : descriptor.Layer, command,
            descriptor.DeadlineSeconds + Grace, $"{id:N}");
    }

    public void Submit() => _request.Submit();
}
