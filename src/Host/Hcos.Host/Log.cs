namespace Hcos.Host;

/// <summary>What the host says to operators; event ids 9000-9099.</summary>
internal static partial class Log
{
    [LoggerMessage(9000, LogLevel.Critical, "A layer must not go on; the platform stops")]
    public static partial void LayerFailed(ILogger logger, Exception failed);

    [LoggerMessage(9001, LogLevel.Information, "HCOS {Version} listens on {Url}, data in {Data}")]
    public static partial void Listening(ILogger logger, string version, string url, string data);

    [LoggerMessage(9002, LogLevel.Warning, "The administrator could not be registered yet: {Reason}")]
    public static partial void NotRegistered(ILogger logger, string reason);
}
