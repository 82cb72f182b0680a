using Hcos.Arml.Environments;
using Hcos.Arml.Orphans;
using Hcos.Arml.Resources;
using Hcos.Bsl.Adoptions;
using Hcos.Bsl.Series;
using Hcos.Bsl.Servers;
using Hcos.Ci2.Credentials;
using Hcos.Ci2.EndpointTests;
using Hcos.Ci2.Environments;
using Hcos.Ci2.Observations;
using Hcos.Ci2.Tasks;
using Hcos.Cie.Environments;
using Hcos.Contracts.Cie;
using Hcos.Contracts.Esl;
using Hcos.Esl.Systems;
using Hcos.Usl.Operations;
using Hcos.Usmc.Principals;

namespace Hcos.Simulation.Tests.Coverage;

/// <summary>
/// Everything in the platform that has a life of its own. Phases come from the layers' own enumerations.
/// </summary>
internal static class Machines
{
    /// <summary>Streams that only note what others did, and stand nowhere themselves.</summary>
    public static IReadOnlyList<string> WithoutPhases { get; } = ["bsl/candidates", "bsl/foreign", "usl/journal"];

    public static IReadOnlyList<Machine> All { get; } =
    [
        Machine.Of<EnvironmentState>("cie", "environment", typeof(Cie.Environments.Environment),
            ["Testing", "Closing", .. Registered(Names<Reachability>())],
            state => state.Test is not null ? "Testing" : state.Closing is not null ? "Closing"
                : state.IsRegistered ? $"Registered{state.Reachability}" : Machine.Absent),
        Machine.Of<EnvironmentSyncState>("ci2", "environment", typeof(EnvironmentSync),
            ["Leaving", .. Registered(Names<Reachability>())],
            state => state.Reach is not null ? $"Registered{state.Reachability}"
                : state.Leaving is not null ? "Leaving" : Machine.Absent),
        Machine.Of<DriverTaskState>("ci2", "task", typeof(DriverTask),
            ["Taken", "Delayed", "Uncertain", "Overdue", "Ended"],
            state => state switch
            {
                { HasEnded: true } => "Ended",
                { IsOverdue: true } => "Overdue",
                { IsUncertain: true } => "Uncertain",
                { Delay: not null } => "Delayed",
                { Taken: not null } => "Taken",
                _ => Machine.Absent,
            }),
        Machine.Of<ObservationState>("ci2", "object", typeof(Ci2.Observations.Observation),
            ["Seen", "Lacked", "Missing"],
            state => state switch
            {
                { Object: not null, LackedAt: null } => "Seen",
                { Object: not null } => "Lacked",
                _ when state.SeenAt > DateTimeOffset.MinValue => "Missing",
                _ => Machine.Absent,
            }),
        Machine.Of<EndpointTestState>("ci2", "test", typeof(EndpointTest), ["Taken", "Ended"],
            state => state.HasEnded ? "Ended" : state.Taken is null ? Machine.Absent : "Taken"),
        Machine.Of<CredentialState>("ci2", "credential", typeof(Credential), ["Stored", "Forgetting", "Forgotten"],
            state => state.IsStored ? "Stored" : state.IsForgetting ? "Forgetting"
                : state.Name is null ? Machine.Absent : "Forgotten"),
        Machine.Of<InventoryState>("arml", "environment", typeof(Inventory),
            ["Forgotten", "Closed", .. Registered(Names<Standing>())],
            state => state.IsForgotten ? "Forgotten" : state.ClosedFor is not null ? "Closed"
                : state.Environment is null ? Machine.Absent : $"Registered{state.Standing}"),
        Machine.Of<ResourceProvisioningState>("arml", "resource", typeof(ResourceProvisioning),
            Names<ResourcePhase>().Skip(1),
            state => state.Phase == ResourcePhase.None ? Machine.Absent : $"{state.Phase}"),
        Machine.Of<OrphanState>("arml", "orphans", typeof(OrphanWatch),
            ["Reaping"], state => state.Begun is null ? Machine.Absent : "Reaping"),
        Machine.Of<ServerSeriesState>("bsl", "series", typeof(ServerSeries), ["Open", "Undoing", "Ended"],
            state => state switch
            {
                { HasEnded: true } => "Ended",
                { Undoing: not null } => "Undoing",
                { Begun: not null } => "Open",
                _ => Machine.Absent,
            }),
        Machine.Of<AdoptionState>("bsl", "adoption", typeof(Adoption),
            ["Adopting", "Ended"],
            state => state.HasEnded ? "Ended" : state.Begun is null ? Machine.Absent : "Adopting"),
        Machine.Of<ServerState>("bsl", "server", typeof(Server),
            ["Resting", .. Names<ServerStep>().Skip(1)],
            state => state.Step != ServerStep.None ? $"{state.Step}"
                : state.Request is null ? Machine.Absent : "Resting"),
        Machine.Of<SystemState>("esl", "system", typeof(BusinessSystem),
            ["Unsaid", .. Names<SystemHealth>(), "Deleted"],
            state => state.IsDeleted ? "Deleted"
                : !state.Exists ? Machine.Absent : state.Health is { } health ? $"{health}" : "Unsaid"),
        new Machine("esl", "system", typeof(BusinessSystem), [Machine.Absent, .. Names<InstanceState>()], Instances)
        {
            Name = "esl/system/instance",
        },
        Machine.Of<OperationState>("usl", "operation", typeof(Operation), Names<OperationPhase>().Skip(1),
            state => state.Phase == OperationPhase.None ? Machine.Absent : $"{state.Phase}"),
        Machine.Of<PrincipalState>("usmc", "principal", typeof(Principal), ["Known"],
            state => state.TokenHash is null ? Machine.Absent : "Known"),
    ];

    private static IEnumerable<string> Names<TPhase>() where TPhase : struct, Enum => Enum.GetNames<TPhase>();

    private static IEnumerable<string> Registered(IEnumerable<string> names) =>
        names.Select(name => $"Registered{name}");

    private static IEnumerable<KeyValuePair<string, string>> Instances(object? state) =>
        state is not SystemState system
            ? []
            : system.Instances.Select(instance => KeyValuePair.Create($"{instance.Server}", $"{instance.State}"));
}
