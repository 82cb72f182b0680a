using Hcos.Benchmarks.Running;

namespace Hcos.Benchmarks.Sync;

/// <summary>
/// How late the API shows a change made outside, from the native event on. All times in milliseconds.
/// </summary>
/// <param name="Changes">What was done behind the platform's back, how often, and how late the API showed it.</param>
/// <param name="CommitMilliseconds">The mean time of a commit in this run.</param>
internal sealed record SyncResult(IReadOnlyList<ChangeDelays> Changes, double CommitMilliseconds)
{
    public IReadOnlyList<Figure> Figures(string benchmark) =>
        [.. Changes.SelectMany(change => Figures(benchmark, change))];

    private IEnumerable<Figure> Figures(string benchmark, ChangeDelays change)
    {
        yield return new(benchmark, $"{change.What}, shown with an event as evidence", change.Seen, "")
        {
            Target = Target.AtLeast(change.Made),
            IsPromise = true,
            Note = $"of {change.Made} as {change.State}",
        };
        yield return Delay(benchmark, $"{change.What}, p50", change.Median) with { Target = Target.AtMost(10) };
        yield return Delay(benchmark, $"{change.What}, p99", change.Worst) with { Target = Target.AtMost(50) };
        yield return Delay(benchmark, $"{change.What}, p50 in commits", change.Median) with
        {
            Target = Target.RatioAtMost(6),
        };
    }

    private Figure Delay(string benchmark, string name, double milliseconds) =>
        new(benchmark, name, milliseconds, "ms") { Ceiling = CommitMilliseconds, CeilingName = "mean commit" };
}

/// <summary>One kind of change.</summary>
/// <param name="What">What virsh was told.</param>
/// <param name="State">The state that the API must show.</param>
/// <param name="Made">How many were made.</param>
/// <param name="Seen">How many the API showed, with libvirt's event as evidence.</param>
/// <param name="Median">p50.</param>
/// <param name="Worst">p99.</param>
internal sealed record ChangeDelays(string What, string State, int Made, int Seen, double Median, double Worst);
