using Hcos.Arml.Environments;
using Hcos.Arml.Orphans;
using Hcos.Arml.Resources;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Layers;

namespace Hcos.Arml;

/// <summary>
/// Abstract resources: what environments offer, what their hosts can be given, what was claimed and made.
/// </summary>
public abstract class ArmlModule
{
    /// <summary>The layer's name.</summary>
    public const string Name = "arml";

    /// <summary>Declares the layer.</summary>
    public static LayerDefinition Define(ArmlOptions options) =>
        new LayerBuilder<ArmlLookups>(Name, () => new ArmlLookups(options))
            .Consumes("cie", "ci2")
            // First: what leaves the books is told to be gone before it is forgotten.
            .Process<OrphanWatch, OrphanState>("orphans", RouteOrphans)
            .Aggregate<Inventory, InventoryState>("environment", RouteInventory)
            .Process<ResourceProvisioning, ResourceProvisioningState>("resource", RouteResources)
            .Answers<PlanOrphanReap, ReapPlan>((question, lookups) => ReapPlanning.Plan(question.Command, lookups))
            .Build();

    private static void RouteOrphans(RouteBuilder<ArmlLookups> routes) => routes
        .On<ReapOrphans>(c => c.Environment.ToString())
        .On<DriverTaskEnded>((e, known) => known.OrphanStreamOf(e.Task))
        .On<ResourceObserved>((e, known) => known.OrphanStreamOf(e.Environment, e.Object))
        .On<ResourceStateObserved>((e, known) => known.OrphanStreamOf(e.Environment, e.Key))
        .On<ResourceMissing>((e, known) => known.OrphanStreamOf(e.Environment, e.Key))
        .On<ResourceProvisioned>((e, known) => known.OrphanStreamOf(e.Environment, e.Key))
        .On<SweepCompleted>((e, known) => known.OrphanStreamIn(e.Environment))
        .On<EnvironmentRemoved>((e, known) => known.OrphanStreamIn(e.Environment));

    private static void RouteInventory(RouteBuilder<ArmlLookups> routes) => routes
        .On<EnvironmentRegistered>(e => e.Environment.ToString())
        .On<EnvironmentChanged>(e => e.Environment.ToString())
        .On<EnvironmentClosing>(e => e.Environment.ToString())
        .On<EnvironmentTaskEnded>(e => e.Environment.ToString())
        .On<EnvironmentRemoved>(e => e.Environment.ToString())
        .On<EnvironmentReached>(e => e.Environment.ToString())
        .On<EnvironmentUnreachable>(e => e.Environment.ToString())
        .On<EnvironmentSuspect>(e => e.Environment.ToString())
        .On<SweepCompleted>(e => e.Environment.ToString())
        .On<ResourceObserved>(e => e.Environment.ToString())
        .On<ResourceStateObserved>(e => e.Environment.ToString())
        .On<ResourceMissing>(e => e.Environment.ToString())
        .On<ResourceProvisioned>(e => e.Environment.ToString())
        .On<PlatformExhausted>(e => e.Environment.ToString())
        .On<ClaimReleased>(e => e.Environment.ToString())
        .On<ResourceDisowned>(e => e.Environment.ToString())
        .On<ClaimResized>(e => e.Environment.ToString());

    private static void RouteResources(RouteBuilder<ArmlLookups> routes) => routes
        .On<ClaimCapacity>(c => c.Resource.ToString())
        .On<AdoptResource>(c => c.Resource.ToString())
        .On<ChangePower>(c => c.Resource.ToString())
        .On<ChangeServer>(c => c.Resource.ToString())
        .On<ReleaseResource>(c => c.Resource.ToString())
        .On<DriverTaskEnded>((e, known) => known.Knows(e.Resource) ? [e.Resource.ToString()] : [])
        .On<ResourceObserved>((e, known) => known.StreamsOf(e.Environment, e.Key))
        .On<ResourceStateObserved>((e, known) => known.StreamsOf(e.Environment, e.Key))
        .On<ResourceMissing>((e, known) => known.StreamsOf(e.Environment, e.Key))
        .On<EnvironmentUnreachable>((e, known) => known.StreamsIn(e.Environment))
        .On<EnvironmentRemoved>((e, known) => known.StreamsIn(e.Environment))
        .On<SweepCompleted>((e, known) => known.UnknownIn(e.Environment));
}
