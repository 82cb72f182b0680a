namespace Hcos.Kernel.MassTransit;

/// <summary>The bounds of the bus, and its clock.</summary>
public sealed record MassTransitBusOptions
{
    /// <summary>
    /// How many messages (batches, heads, command lists) may wait for one receiver, of each kind. What arrives beyond
    /// is dropped: events are replayed, commands are sent again.
    /// </summary>
    public int WaitingMessages { get; init; } = 4_096;

    /// <summary>How many bytes of messages may wait for one receiver, of each kind.</summary>
    public long WaitingBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many questions one layer answers at a time; further ones wait in the transport.</summary>
    public int ConcurrentQuestions { get; init; } = 16;

    /// <summary>How long stopping may take before what is under way is given up.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock that deadlines of questions run on.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
