namespace Hcos.Ci2.Drivers.Http;

/// <summary>The request surely did not reach the platform.</summary>
/// <param name="message">Why; never contains a secret.</param>
public sealed class NotSentException(string message) : Exception(message);
