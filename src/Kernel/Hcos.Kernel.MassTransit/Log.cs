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

    [LoggerMessage(205, LogLevel.Warning, "A message for {Exchange} was not sent ({Error})")]
    public static partial void NotSent(ILogger logger, string exchange, string error);

    [LoggerMessage(208, LogLevel.Warning, "The broker is away; it is looked for again and again")]
    public static partial void StartedAlone(ILogger logger);

    [LoggerMessage(207, LogLevel.Warning, "The endpoints of {Layer} were down and are opened anew")]
    public static partial void Mended(ILogger logger, string layer);

    [LoggerMessage(206, LogLevel.Warning, "A command from outside is ignored: it has {What}")]
    public static partial void OutsideCommandIgnored(ILogger logger, string what);
}
