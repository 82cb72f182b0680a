using System.Globalization;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Environments;

/// <summary>Says in words why an environment is synchronised as it is.</summary>
internal static class PacingWords
{
    public static string Of(SyncSituation situation, Ci2Options options, bool isHeldBack)
    {
        List<string> words = [Path(situation, options), Activity(situation)];
        if (isHeldBack) words.Add($"the budget of {options.CallBudget} native calls per hour asks for longer waits");
        return string.Join("; ", words);
    }

    private static string Path(SyncSituation situation, Ci2Options options) =>
        (situation.Watch, situation.CallsPerLook) switch
        {
            (WatchHealth.Alive, not 0) when situation.IsSubscribed =>
                $"the platform tells of changes of state and is asked for the rest{Confirmed(situation)}",
            (WatchHealth.Alive, 0) => $"the platform tells of changes by itself{Confirmed(situation)}",
            (WatchHealth.Alive, _) => $"the platform tells nothing by itself and is asked{Confirmed(situation)}",
            (WatchHealth.Silent, _) => "a listing found what the watch had not told: "
                + $"{Math.Max(0, options.SweepsToTrust - situation.CleanSweeps)} more must confirm it before it is "
                + "trusted again",
            (WatchHealth.Awaited, _) => "the watch has not begun yet, so only listings show changes",
            (WatchHealth.Lost, _) => "the connection of the watch was lost, so only listings show changes",
            _ => "the platform tells of no changes, so only listings show them",
        };

    private static string Confirmed(SyncSituation situation) => situation.CleanSweeps switch
    {
        0 => ", which no listing has confirmed yet",
        1 => ", which the last listing confirmed",
        _ => $", which the last {situation.CleanSweeps} listings confirmed",
    };

    private static string Activity(SyncSituation situation) => situation switch
    {
        { IsInDoubt: true } => "known resources were not listed, and the next listing tells whether they are gone",
        { HasTasks: true } => "tasks are under way there",
        { LastChange: null } => "nothing was seen to change yet",
        _ => $"the last change was seen {Span(situation.Quiet)} ago",
    };

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
    };
}
