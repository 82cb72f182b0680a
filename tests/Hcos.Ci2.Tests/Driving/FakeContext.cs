using Hcos.Kernel.Hosting;
using Hcos.Kernel.Stores;

namespace Hcos.Ci2.Tests.Driving;

/// <summary>
/// What a layer gives to its effects: log time that never stands still, and reports that are collected.
/// </summary>
internal sealed class FakeContext : IEffectContext
{
    private long _ticks;

    public List<object> Reports { get; } = [];

    public bool OwnsLog { get; set; } = true;

    public DateTimeOffset Now =>
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(Interlocked.Increment(ref _ticks));

    public ValueTask ReportAsync(object report, CancellationToken cancellationToken)
    {
        lock (Reports) Reports.Add(report);
        return ValueTask.CompletedTask;
    }

    public Task VerifyOwnershipAsync(CancellationToken cancellationToken) =>
        OwnsLog ? Task.CompletedTask : throw new OwnershipLostException("somebody else owns it");
}
