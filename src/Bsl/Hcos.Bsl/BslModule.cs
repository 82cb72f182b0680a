using Hcos.Bsl.Adoptions;
using Hcos.Bsl.Candidates;
using Hcos.Bsl.Placements;
using Hcos.Bsl.Series;
using Hcos.Bsl.Servers;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Stores;

namespace Hcos.Bsl;

/// <summary>Basic systems: servers through all their states, placed on the hosts that ARML tells of.</summary>
public abstract class BslModule
{
    /// <summary>The layer's name.</summary>
    public const string Name = "bsl";

    /// <summary>Declares the layer.</summary>
    public static LayerDefinition Define(BslOptions options) =>
        new LayerBuilder<BslLookups>(Name, () => new BslLookups(options))
            .Consumes("arml")
            .Aggregate<CandidateNotes, CandidateNotesState>("candidates", RouteCandidates)
            .Aggregate<ForeignNotes, ForeignNotesState>("foreign", RouteForeign)
            .Process<Adoption, AdoptionState>("adoption", routes => routes
                .On<AdoptServers>(c => c.Adoption.ToString())
                .On<ServerAdopted>(e => e.Adoption.ToString())
                .On<ServerNotAdopted>(e => e.Adoption.ToString()))
            .Process<ServerSeries, ServerSeriesState>("series", routes => routes
                .On<CreateServers>(c => c.Series.ToString())
                .On<ServerTaskEnded>((e, known) => known.SeriesOf(e.Server))
                .On<ServerDeleted>((e, known) => known.SeriesOf(e.Server))
                .On<ServerNotBegun>(e => e.Series.ToString()))
            .Process<Server, ServerState>("server", RouteServers)
            .Answers<PlanAdoption, AdoptionPlan>((question, lookups) => Mapping.Plan(question.Command, lookups))
            .Answers<PlanDeletion, DeletionPlan>((question, lookups) => Adopting.Plan(question.Command, lookups))
            .AnswersOutside<ExplainPlacement, PlacementExplanation>((question, _) => (new Inquiry(question), null))
            .Answers<PlanServer, ServerPlan>((question, lookups) => Planning.Plan(question.Command, lookups))
            .Answers<PlanServers, ServersPlan>((question, lookups) => SeriesPlanning.Plan(question.Command, lookups))
            .Answers<PlanResize, ResizePlan>((question, lookups) => Sizing.Plan(question.Command, lookups))
            .Build();

    /// <summary>Answers for the past from the layer's own log; the layer touches nothing else.</summary>
    /// <param name="store">Where its log is.</param>
    /// <param name="options">The same as in <see cref="Define"/>.</param>
    public static IEffectRunner CreateEffects(IEventStore store, BslOptions options) =>
        new PlacementPast(store, options);

    private static void RouteCandidates(RouteBuilder<BslLookups> routes) => routes
        .On<HostCapacityChanged>(e => e.Environment.ToString())
        .On<HostWithdrawn>(e => e.Environment.ToString())
        .On<EnvironmentOfferChanged>(e => e.Environment.ToString())
        .On<EnvironmentOfferWithdrawn>(e => e.Environment.ToString())
        .On<CapacityClaimed>((e, known) => known.IsOwn(e.Resource) ? [] : [e.Environment.ToString()])
        .On<ClaimResized>((e, known) => known.IsNoted(e.Claim) ? [e.Environment.ToString()] : [])
        .On<ClaimReleased>((e, known) => known.IsNoted(e.Claim) ? [e.Environment.ToString()] : []);

    private static void RouteForeign(RouteBuilder<BslLookups> routes) => routes
        .On<ForeignServerChanged>(e => e.Environment.ToString())
        .On<ForeignServerWithdrawn>(e => e.Environment.ToString())
        .On<AdoptionStandingChanged>(e => e.Environment.ToString());

    private static void RouteServers(RouteBuilder<BslLookups> routes) => routes
        .On<CreateServer>(c => c.Server.ToString())
        .On<StartServer>(c => c.Server.ToString())
        .On<StopServer>(c => c.Server.ToString())
        .On<RebootServer>(c => c.Server.ToString())
        .On<PauseServer>(c => c.Server.ToString())
        .On<ResumeServer>(c => c.Server.ToString())
        .On<SuspendServer>(c => c.Server.ToString())
        .On<DeleteServer>(c => c.Server.ToString())
        .Split<ServersAdopting>((e, _) => Adopting.Parts(e).Select(part => new RoutedMessage(
            part.Server.ToString(), part.Message)))
        .Split<ServersRequested>((e, _) => ServerSeries.Parts(e).Select(part => new RoutedMessage(
            part.Server.ToString(), part.Message)))
        .Split<SeriesUndoing>((e, _) => e.Servers.Select(server => new RoutedMessage(
            server.ToString(), new DeleteServer(server))))
        .On<ResizeServer>(c => c.Server.ToString())
        .On<SnapshotServer>(c => c.Server.ToString())
        .On<RevertServer>(c => c.Server.ToString())
        .On<DeleteServerSnapshot>(c => c.Server.ToString())
        .On<ResourceProvisioned>((e, known) => known.StreamsOf(e.Resource))
        .On<ResourceFailed>((e, known) => known.StreamsOf(e.Resource))
        .On<ResourceStatusChanged>((e, known) => known.StreamsOf(e.Resource))
        .On<PowerChangeEnded>((e, known) => known.StreamsOf(e.Resource))
        .On<ResourceDisowned>((e, known) => known.StreamsOf(e.Resource))
        .On<ServerChangeEnded>((e, known) => known.StreamsOf(e.Resource))
        .On<ClaimResized>((e, known) => known.StreamsOf(e.Resource))
        .On<ResourceReleased>((e, known) => known.StreamsOf(e.Resource))
        .On<ClaimReleased>((e, known) => known.StreamsOf(e.Resource));
}
