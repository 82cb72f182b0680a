using Hcos.Kernel.Layers;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.Hosting;

/// <summary>What the kernel says to operators; event ids 1000-1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "{Layer} owns its log under epoch {Epoch}, head {Head}")]
    public static partial void Owned(ILogger logger, string layer, long epoch, long head);

    [LoggerMessage(1001, LogLevel.Warning, "{Layer} lost its log and begins again: {Reason}")]
    public static partial void OwnershipEnded(ILogger logger, string layer, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "{Layer}: {Kind} of {Subject}: {Reason}")]
    public static partial void Noticed(
        ILogger logger, string layer, NoticeKind kind, string subject, string reason);

    [LoggerMessage(1003, LogLevel.Warning, "The bus failed under epoch {Epoch}; what is owed is sent again: {Reason}")]
    public static partial void BusFailed(ILogger logger, long epoch, string reason);

    [LoggerMessage(1004, LogLevel.Error, "{Layer}: the effect {Key} of {Stream} threw")]
    public static partial void EffectThrew(
        ILogger logger, string layer, string stream, string key, Exception thrown);

    [LoggerMessage(1005, LogLevel.Warning, "{Layer}: its snapshot is not used, the whole log is read: {Reason}")]
    public static partial void SnapshotIgnored(ILogger logger, string layer, string reason);

    [LoggerMessage(1006, LogLevel.Warning, "{Layer}: no snapshot was written, it is tried again: {Reason}")]
    public static partial void SnapshotFailed(ILogger logger, string layer, string reason);

    [LoggerMessage(1007, LogLevel.Information, "{Layer}: snapshot at {Position}, {Bytes} bytes")]
    public static partial void SnapshotKept(ILogger logger, string layer, long position, int bytes);
}
