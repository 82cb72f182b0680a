using Microsoft.Extensions.Logging;

namespace Hcos.Ci2;

/// <summary>What CI2 says to operators; event ids 2000-2999. Never a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(
        2000,
        LogLevel.Information,
        "Environment {Environment} is served by a {Kind} driver, generation {Generation}")]
    public static partial void DriverMade(ILogger logger, string environment, string kind, int generation);

    [LoggerMessage(2001, LogLevel.Debug, "The driver of {Environment}, generation {Generation}, is disposed of")]
    public static partial void DriverRetired(ILogger logger, string environment, int generation);

    [LoggerMessage(2002, LogLevel.Warning, "A driver could not be disposed of: {Reason}")]
    public static partial void DisposeFailed(ILogger logger, string reason);

    [LoggerMessage(2003, LogLevel.Debug, "{Call} failed as {Outcome}: {Reason}")]
    public static partial void CallFailed(ILogger logger, string call, string outcome, string reason);

    [LoggerMessage(2004, LogLevel.Debug, "A sweep of {Environment} showed {Count} objects")]
    public static partial void Swept(ILogger logger, string environment, int count);

    [LoggerMessage(2005, LogLevel.Information, "The watch of {Environment} ended: {Reason}")]
    public static partial void WatchEnded(ILogger logger, string environment, string reason);

    [LoggerMessage(2006, LogLevel.Information, "Task {Task} ended as {Outcome}")]
    public static partial void TaskRan(ILogger logger, Guid task, string outcome);
}
