using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Driving;

/// <summary>Reads consoles for whoever asks; a failure is an answer.</summary>
internal sealed class ConsoleCalls(DriverPool drivers, TimeProvider time)
{
    private const string Invalid = "invalid";
    private readonly Inquiries _inquiries = new(drivers, time);

    public async Task<ConsoleAnswer> ReadAsync(DriverCall.Console call, CancellationToken cancellationToken)
    {
        if (call.MostBytes is < 1 or > ConsoleLog.MostBytes)
        {
            return new ConsoleAnswer(null, null, Invalid, $"a console is read by 1 to {ConsoleLog.MostBytes} bytes");
        }

        var read = await _inquiries.AskAsync<IConsoleDriver, ConsoleLog>(
            call.Reach,
            async (driver, token) => await driver.ReadConsoleAsync(call.Key, call.MostBytes, token)
                .ConfigureAwait(false),
            "consoles cannot be read there: its driver has none, or it is observe-only",
            cancellationToken).ConfigureAwait(false);
        // What makes no sense to a platform that has consoles is to ask for one that it does not keep.
        var code = read.Code == Invalid ? Inquiries.Impossible : read.Code;
        return new ConsoleAnswer(read.Found, read.At, code, read.Reason);
    }
}
