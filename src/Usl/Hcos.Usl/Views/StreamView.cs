namespace Hcos.Usl.Views;

/// <summary>A stream that rests after a fault.</summary>
/// <param name="Id">The layer and the stream, with a colon between.</param>
/// <param name="Name">The stream.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Since">When it was parked, in journal time.</param>
/// <param name="Reason">What was thrown.</param>
/// <param name="Missed">The first event that it was not given: log and position; null for a timer or an effect.</param>
internal sealed record StreamView(
    string Id, string Name, string Layer, DateTimeOffset Since, string Reason, string? Missed);
