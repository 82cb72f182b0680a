using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>Telling what a command would lead to. Deciders are pure, so asking them changes nothing.</summary>
public sealed partial class Layer
{
    /// <summary>What a command would lead to if it was decided on at a time.</summary>
    internal CommandPlan Foresee(PlanCommand question, DateTimeOffset now)
    {
        if (question.Command is IResumesStream resumes) return ForeseeResuming(resumes.Parked);
        var (family, routed) = Destination(question.Command);
        if (family is null || routed is null) return Refused(SettledCodes.Unknown, $"{Name} knows no such command");
        var stream = routed.Stream;
        if (IsUnseenRemoval(family, stream, question.Command))
        {
            return Refused(SettledCodes.Already, "there is no such thing; it would not come into being later either");
        }

        if (Closed(family, stream, now) is var (code, reason)) return Refused(code, reason);

        return family.Decide(stream, new Given(routed.Message, now, MessageContext.First(question.Id))) switch
        {
            Decision.Refusal refusal => Refused(refusal.Code, refusal.Reason),
            Decision.Happened { Events.Count: 0 } => Refused(SettledCodes.Already, null),
            Decision.Happened happened => Foreseen(family, stream, happened.Events),
            _ => throw new InvalidOperationException("a decision is a list of events or a refusal"),
        };
    }

    private CommandPlan ForeseeResuming(string stream)
    {
        if (!_parked.TryGetValue(stream, out var parked))
        {
            return Refused(SettledCodes.NotParked, $"{Name} has no parked stream {stream}");
        }

        return parked.IsResuming
            ? Refused(SettledCodes.Already, null)
            : new(null, "it would be given what it missed, and go on", [], []);
    }

    private CommandPlan Foreseen(StreamFamily family, string stream, IReadOnlyList<IEvent> events)
    {
        var known = family.Pending(stream).Select(pending => pending.Key).ToList();
        return new(
            null,
            null,
            [.. events.Where(happened => _catalog.IsPublic(happened.GetType()))],
            [
                .. family.PendingAfter(stream, events)
                    .OfType<Pending.Command>()
                    .Where(owed => !known.Contains(owed.Key))
                    .Select(owed => new PlannedStep(owed.Destination, owed.Body)),
            ]);
    }

    private static CommandPlan Refused(string code, string? reason) => new(code, reason, [], []);
}
