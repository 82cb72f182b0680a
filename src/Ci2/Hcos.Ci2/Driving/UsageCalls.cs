using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Driving;

/// <summary>Reads what servers use for whoever asks; a failure is an answer.</summary>
internal sealed class UsageCalls(DriverPool drivers, TimeProvider time)
{
    private readonly Inquiries _inquiries = new(drivers, time);

    public async Task<UsageAnswer> ReadAsync(DriverCall.Usage call, CancellationToken cancellationToken)
    {
        var read = await _inquiries.AskAsync<IMetricsDriver, ServerUsage>(
            call.Reach,
            async (driver, token) => await driver.ReadUsageAsync(call.Key, token).ConfigureAwait(false),
            "usage cannot be read there: its driver reads none, or it is observe-only",
            cancellationToken).ConfigureAwait(false);
        return new UsageAnswer(read.Found, read.At, read.Code, read.Reason);
    }
}
