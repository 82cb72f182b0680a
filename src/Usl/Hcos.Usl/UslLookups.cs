using Hcos.Contracts.Usl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;
using Hcos.Usl.Operations;

namespace Hcos.Usl;

/// <summary>Which operations still wait for something: all that follows from one is correlated with it.</summary>
internal sealed class UslLookups : ILookups
{
    private readonly HashSet<Guid> _open = [];

    public bool IsOpen(Guid operation) => _open.Contains(operation);

    public void Apply(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case OperationAccepted accepted:
                _open.Add(accepted.Operation.Value);
                break;
            case OperationEnded { Code: not OperationCodes.OutcomeUnknown } ended:
                _open.Remove(ended.Operation.Value);
                break;
            default:
                break;
        }
    }
}
