using Microsoft.Extensions.Logging;

namespace Hcos.Usl;

/// <summary>What USL says to operators; event ids 6000-6099.</summary>
internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Warning, "The views are read again: {Reason}")]
    public static partial void ProjectorBeginsAgain(ILogger logger, string reason);

    [LoggerMessage(6001, LogLevel.Error, "A projection threw at {Position}; the views go on without that entry")]
    public static partial void ProjectionThrew(ILogger logger, long position, Exception thrown);

    [LoggerMessage(6002, LogLevel.Error, "{Method} {Path} met a defect of HCOS")]
    public static partial void RequestThrew(ILogger logger, string method, string path, Exception thrown);

    [LoggerMessage(6003, LogLevel.Information, "An event stream was cut off: its reader is too slow")]
    public static partial void StreamCutOff(ILogger logger);
}
