using System.Text.Json.Serialization;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Usl;

/// <summary>Lets a parked stream go on: it is given what it missed and then owes again what it owed.</summary>
/// <param name="Stream">The layer and the stream, with a colon between: <c>bsl:server-ID</c>.</param>
[Operation(
    "streams.resume",
    "Lets a stream that rests after a fault go on with what it missed.",
    Example = "streams resume bsl:server-ID")]
[MessageName("usl.resume-stream.v1")]
public sealed record ResumeStream([property: Subject] string Stream) : IResumesStream
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Log => Stream.Split(':', 2)[0];

    /// <inheritdoc/>
    [JsonIgnore]
    public string Parked => Stream.Split(':', 2)[^1];
}
