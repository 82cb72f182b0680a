namespace Hcos.Ci2.Drivers.Http;

/// <summary>The connection ended before the answer was whole; the request may have reached the platform.</summary>
/// <param name="inner">What the wire said.</param>
public sealed class ConnectionLostException(Exception inner) : Exception("the connection was lost", inner);
