using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Conformance.Events;

/// <summary>Gives the suite an event store and the means to harm it.</summary>
public interface IEventStoreFixture : IAsyncLifetime
{
    /// <summary>A store over the same logs, as another process would open it.</summary>
    IEventStore Open(MessageCatalog catalog);

    /// <summary>The same, over a wire that the test can harm.</summary>
    IHarmableEventStore OpenHarmable(MessageCatalog catalog);

    /// <summary>Ends the session of the log's owner from outside, without the owner's doing.</summary>
    Task EndSessionAsync(string log, CancellationToken cancellationToken);
}

/// <summary>A store behind a wire that the test can harm.</summary>
public interface IHarmableEventStore : IAsyncDisposable
{
    /// <summary>The store.</summary>
    IEventStore Store { get; }

    /// <summary>From now on calls reach the store and answers get lost.</summary>
    void LoseAnswers();

    /// <summary>Cuts what is connected.</summary>
    void Cut();
}
