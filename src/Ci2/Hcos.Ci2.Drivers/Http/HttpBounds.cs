namespace Hcos.Ci2.Drivers.Http;

/// <summary>The bounds of a <see cref="BoundedHttp"/>.</summary>
/// <param name="RequestTimeout">How long a request may take, from its first byte to the last of its answer.</param>
/// <param name="ConnectTimeout">How long a connection may take to come about.</param>
/// <param name="RequestsAtOnce">Requests under way at a time.</param>
/// <param name="MostWaiting">Requests that may wait for their turn; more end as unavailable.</param>
/// <param name="LargestAnswer">The largest answer read, in bytes.</param>
public sealed record HttpBounds(
    TimeSpan RequestTimeout, TimeSpan ConnectTimeout, int RequestsAtOnce, int MostWaiting, int LargestAnswer);
