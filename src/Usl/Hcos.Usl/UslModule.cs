using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Usl.Api;
using Hcos.Usl.Journal;
using Hcos.Usl.Operations;
using Hcos.Usl.Outside;
using Hcos.Usl.Services;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Usl;

/// <summary>
/// The layer that people and programs talk to: the journal of everything, operations, views, and the API over them.
/// Give <see cref="Committed"/> to the layer's seams, <see cref="Attach"/> its host, map the API, run it.
/// </summary>
public sealed class UslModule
{
    /// <summary>The layer's name.</summary>
    public const string Name = "usl";

    private readonly JournalFeed _feed;
    private readonly Projector _projector;
    private readonly ApiDesk _desk;
    private readonly ILogger _logger;

    /// <summary>Makes the side that reads and serves; nothing happens before <see cref="RunAsync"/>.</summary>
    public UslModule(UslSeams seams, UslOptions options, ILogger logger)
    {
        _logger = logger;
        _feed = new JournalFeed(seams.Store, options.JournalMemory);
        _projector = new Projector(_feed, seams.Store, seams.Views, seams.Catalog, options, seams.Time, logger);
        _desk = new ApiDesk(seams, options, _feed, _projector, OperationTable.OfContracts());
    }

    /// <summary>Declares the layer.</summary>
    public static LayerDefinition Define() => new LayerBuilder<UslLookups>(Name, () => new UslLookups())
        .Consumes("cie", "ci2", "arml", "bsl", "esl", "usmc")
        .OrdersByCause()
        // The journal first: what an event leads to stands behind it.
        .Aggregate<EventJournal, JournalState>(EventJournal.Family, routes => routes
            .OnEverything((happened, _) => happened.Log == Name || happened.Body is UnknownMessage
                ? []
                : [new RoutedMessage(happened.Log, happened.Body)]))
        .Process<Operation, OperationState>(Operation.Family, routes => routes
            .On<StartOperation>(command => command.Operation.ToString())
            .OnEverything((happened, lookups) => lookups.Concerned(happened)
                .Select(operation => new RoutedMessage(operation.ToString(), happened.Body))))
        .Build();

    /// <summary>Whether the views were read and somebody can be let in.</summary>
    public bool IsReady => _projector is { Position: >= 0, Principals.Count: > 0 };

    /// <summary>Takes in what the layer committed; belongs into <see cref="LayerSeams.Committed"/>.</summary>
    public void Committed(IReadOnlyList<RecordedEvent> events) => _feed.Append(events);

    /// <summary>Names the host of the layer; writes go there.</summary>
    public void Attach(LayerHost host) => _desk.Submit = host.SubmitAsync;

    /// <summary>Adds the API to a web application.</summary>
    public void MapApi(WebApplication application) => ApiRoutes.Map(application, _desk, _logger);

    /// <summary>Builds a set of all views from the journal alone, up to a position.</summary>
    public static Task BuildViewsAsync(
        UslSeams seams, UslOptions options, string set, long until, CancellationToken cancellationToken) =>
        new ViewRebuild(
            seams.Store, seams.Views, seams.Catalog, options, NullLogger.Instance)
            .BuildAsync(set, until, cancellationToken);

    /// <summary>Keeps the views, and the edge if there is one, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var projecting = _projector.RunAsync(cancellationToken);
        if (_desk.Seams.Edge is not { } edge)
        {
            await projecting.ConfigureAwait(false);
            return;
        }

        var commands = new OutsideCommands(_desk, _desk.Options, _logger);
        var relay = new OutsideRelay(_feed, edge, commands, _desk.Seams, _desk.Options, _logger);
        await Task.WhenAll(projecting, relay.RunAsync(cancellationToken)).ConfigureAwait(false);
    }
}
