using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Arml.Environments;

/// <summary>
/// Whether an environment may leave the books. Claims are accepted here and nowhere else, so the count is exact; from
/// the answer on none is accepted, until the environment is removed or CIE has kept it. Pure.
/// </summary>
internal static class Closing
{
    public static Decision Decide(InventoryState state, EnvironmentClosing closing, ArmlLookups lookups)
    {
        var claims = lookups.ClaimsIn(closing.Environment);
        return claims > 0
            ? Decision.Of(new EnvironmentInUse(closing.Environment, closing.Task, claims))
            : Decision.Of(
                [.. Publication.Withdrawal(state), new EnvironmentClosed(closing.Environment, closing.Task)]);
    }

    /// <summary>The removal came to nothing; had it been done, the environment would be forgotten by now.</summary>
    public static IReadOnlyList<IEvent> Ended(InventoryState state, EnvironmentTaskEnded ended) =>
        ended.Task == state.ClosedFor ? [new EnvironmentReopened(ended.Environment)] : [];
}
