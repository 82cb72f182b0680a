using MassTransit;

namespace Hcos.Kernel.MassTransit.Transports;

/// <summary>What differs between the transports that MassTransit knows.</summary>
internal interface ITransport
{
    /// <summary>Whether endpoints outlive the connection that they were opened for.</summary>
    bool KeepsEndpoints { get; }

    /// <summary>Whether whoever sends waits until the transport has the message.</summary>
    bool TakesAtOnce { get; }

    /// <summary>How many messages may be on their way unconfirmed, for each exchange.</summary>
    int UnconfirmedMessages { get; }

    /// <summary>Put before the name of every exchange.</summary>
    string Prefix { get; }

    /// <summary>Makes the bus; it is not started yet.</summary>
    IBusControl Create(Action<IBusFactoryConfigurator> configure);

    /// <summary>The name of a queue that is fed from exchanges of other names.</summary>
    /// <param name="purpose">A name that says what it is for.</param>
    /// <param name="opening">How many were opened for this purpose before.</param>
    string Queue(string purpose, int opening);

    /// <summary>Bounds an endpoint's queue, and binds it to exchanges.</summary>
    void Configure(
        IReceiveEndpointConfigurator endpoint, string queue, IReadOnlyList<string> exchanges);
}
