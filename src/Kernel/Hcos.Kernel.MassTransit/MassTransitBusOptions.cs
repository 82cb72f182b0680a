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

    /// <summary>How long a start waits for a broker that is away before it goes on without.</summary>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it is looked whether endpoints are down.</summary>
    public TimeSpan EndpointCheck { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After so many checks in a row an endpoint that is down is opened anew.</summary>
    public int SickChecks { get; init; } = 4;

    /// <summary>After so many times as many checks also while nothing else is connected.</summary>
    public int PatienceWithBroker { get; init; } = 8;

    /// <summary>How long a message may take to the broker before it counts as lost.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a command from outside is tried again where it could not be taken.</summary>
    public int EdgeAttempts { get; init; } = 60;

    /// <summary>The wait between two such attempts.</summary>
    public TimeSpan EdgeRepeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long stopping may take before what is under way is given up.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock that deadlines of questions run on.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
