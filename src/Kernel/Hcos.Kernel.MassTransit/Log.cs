using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.MassTransit;

/// <summary>The log lines of the bus. None of them carries a message's content.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "bus started in {Milliseconds} ms")]
    public static partial void Started(ILogger logger, long milliseconds);

    [LoggerMessage(201, LogLevel.Warning, "{Kind} for {Layer} dropped, the receiver is slow; {Total} so far")]
    public static partial void Dropped(ILogger logger, string kind, string layer, long total);

    [LoggerMessage(202, LogLevel.Error, "{Kind} for {Layer} dropped: it cannot be read ({Error} at {Path})")]
    public static partial void Unreadable(ILogger logger, string kind, string layer, string error, string? path);

    [LoggerMessage(203, LogLevel.Error, "{Layer} failed on {Kind}")]
    public static partial void ReceiverFailed(ILogger logger, string kind, string layer, Exception exception);

    [LoggerMessage(204, LogLevel.Warning, "{Layer} was asked {Question}, which it does not know")]
    public static partial void UnknownQuestion(ILogger logger, string layer, string question);
}
