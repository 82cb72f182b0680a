namespace Hcos.Ci2.Drivers;

/// <summary>Makes drivers of one kind of environment.</summary>
public interface IDriverFactory
{
    /// <summary>The kind of environment: <c>libvirt</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// Checks an endpoint's text without I/O; null when it is fine, otherwise what is wrong and what would be right.
    /// </summary>
    string? CheckEndpoint(string endpoint);

    /// <summary>Makes a driver. No I/O happens before its first call.</summary>
    IResourceDriver Create(DriverConnection connection);
}

/// <summary>What a driver needs to reach its environment.</summary>
/// <param name="Endpoint">Where it is.</param>
/// <param name="Secret">The credential's secret, or null; never logged.</param>
/// <param name="UserName">The credential's user name, or null.</param>
/// <param name="TrustFile">A file of certificates to trust, or null.</param>
/// <param name="Time">The clock for time-outs.</param>
public sealed record DriverConnection(
    string Endpoint, string? UserName, string? Secret, string? TrustFile, TimeProvider Time)
{
    /// <summary>
    /// Awaited right before each native call that changes something; null for no check. It throws
    /// <see cref="DriverException"/> (unavailable) when another process serves the environment by now: the call is not
    /// sent then, and what was sent before it leaves the whole uncertain.
    /// </summary>
    public Func<CancellationToken, Task>? BeforeChange { get; init; }

    /// <summary>
    /// Asked when the platform refuses a secret, which says that nothing happened: another one that it may accept
    /// instead, or null. So a password can be rotated on both sides, one after the other, without a failed call.
    /// </summary>
    public Func<DriverSecret, CancellationToken, Task<DriverSecret?>>? OtherSecret { get; init; }

    /// <summary>Counts what the driver sends.</summary>
    public CallCounter Calls { get; init; } = new();

    /// <summary>
    /// Awaited by a driver that watches by looking, before each look but the first; null for its own interval.
    /// </summary>
    public Func<CancellationToken, Task>? BeforeLook { get; init; }

    /// <summary>Rests before the next look.</summary>
    /// <param name="otherwise">How long, where nobody else says when to look.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public Task RestAsync(TimeSpan otherwise, CancellationToken cancellationToken) =>
        BeforeLook is { } rest ? rest(cancellationToken) : Task.Delay(otherwise, Time, cancellationToken);

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => $"{Endpoint} as {UserName ?? "-"}";
}
