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

    [LoggerMessage(6020, LogLevel.Error, "The views differed from the journal at {Position}; they are built again")]
    public static partial void ViewsDiffered(ILogger logger, long position);

    [LoggerMessage(6004, LogLevel.Warning, "The edge begins again where it was: {Error} {Reason}")]
    public static partial void OutsideBeginsAgain(ILogger logger, string error, string reason);

    [LoggerMessage(6005, LogLevel.Warning, "{Command} {Id} of {User} from outside is refused: {Code}")]
    public static partial void OutsideCommandRefused(ILogger logger, string command, Guid id, string user, string code);
}
