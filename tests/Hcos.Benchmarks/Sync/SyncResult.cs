using System.Globalization;
using System.Text.Json;

namespace Hcos.Benchmarks.Sync;

/// <summary>
/// How late the API shows a change made outside, from the native event on. All times in milliseconds.
/// </summary>
/// <param name="Changes">What was done behind the platform's back, how often, and how late the API showed it.</param>
/// <param name="CommitMilliseconds">The mean time of a commit in this run.</param>
internal sealed record SyncResult(IReadOnlyList<ChangeDelays> Changes, double CommitMilliseconds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public bool IsComplete => Changes.All(change => change.Seen == change.Made);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public string ToText() => string.Join('\n', Changes
        .Select(change => string.Create(
            CultureInfo.InvariantCulture,
            $"{change.What,-10} {change.Seen}/{change.Made} shown as {change.State} with an event as evidence; "
            + $"native event to API answer p50 {change.Median:0.0} ms, p99 {change.Worst:0.0} ms "
            + $"({change.Median / CommitMilliseconds:0.0} and {change.Worst / CommitMilliseconds:0.0} commits)"))
        .Append(
            string.Create(CultureInfo.InvariantCulture, $"commit     mean {CommitMilliseconds:0.00} ms in this run")));
}

/// <summary>One kind of change.</summary>
/// <param name="What">What virsh was told.</param>
/// <param name="State">The state that the API must show.</param>
/// <param name="Made">How many were made.</param>
/// <param name="Seen">How many the API showed, with libvirt's event as evidence.</param>
/// <param name="Median">p50.</param>
/// <param name="Worst">p99.</param>
internal sealed record ChangeDelays(string What, string State, int Made, int Seen, double Median, double Worst);
