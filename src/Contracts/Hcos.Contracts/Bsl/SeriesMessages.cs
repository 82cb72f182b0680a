using System.ComponentModel.DataAnnotations;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Bsl;

/// <summary>Creates many servers of one kind: <c>NAME-1</c>, <c>NAME-2</c>, …, each like any other.</summary>
/// <param name="Series">The identity of the whole.</param>
/// <param name="Name">What their names begin with.</param>
/// <param name="Count">How many.</param>
/// <param name="Together">All or none: when one cannot be placed or made, none is left.</param>
/// <param name="Vcpus">Virtual processors of each.</param>
/// <param name="MemoryBytes">Memory of each in bytes.</param>
/// <param name="DiskBytes">Disk of each in bytes; 0 means as large as the image.</param>
/// <param name="Image">Image to start from; null makes servers without disk or system.</param>
/// <param name="Network">Network to attach to; null makes servers without a network card.</param>
/// <param name="Environment">Only there; null means wherever placement chooses.</param>
/// <param name="UserData">NoCloud user-data for the first boot of each.</param>
/// <param name="Start">Whether they are started.</param>
/// <param name="Group">They are spread over hosts with the servers of this group; null means their own.</param>
/// <param name="Policy">What a good place is; null for the usual.</param>
/// <param name="Architecture">Only on hosts with such processors; null for any.</param>
[MessageName("bsl.create-servers.v1")]
[Operation(
    "servers.create-many",
    "Creates many servers of one kind at once, each like any other.",
    DeadlineSeconds = 1200,
    Example = "servers create web --count 20 --image hcos-guest --vcpus 1 --memory 128MiB")]
public sealed record CreateServers(
    [property: Subject] SeriesId Series,
    [property: Help("what their names begin with: NAME-1, NAME-2, …")] string Name,
    [property: Help("how many, 1 to 1000"), Range(1, ServerLimits.MostAtOnce)] int Count,
    [property: Help("all or none: when one cannot be placed or made, none is left; default false")]
    bool Together = false,
    [property: Help("virtual processors, 1 to 1024; default 1"), Range(1, ServerLimits.MostVcpus)] int Vcpus = 1,
    [property: Help("memory in bytes; the command line takes 128MiB; default 128 MiB")]
    long MemoryBytes = 128L * 1024 * 1024,
    [property: Help("disk in bytes; default as large as the image")] long DiskBytes = 0,
    [property: Help("image to start from; without one they have no disk")] string? Image = null,
    [property: Help("network to attach to; without one they have no network card")] string? Network = null,
    [property: Help("only in this environment"), Reference("environments")] EnvironmentId? Environment = null,
    [property: Help("NoCloud user-data for the first boot of each")] string? UserData = null,
    [property: Help("whether they are started; default true")] bool Start = true,
    [property: Help("they are spread over hosts with the servers of this group; default their own")]
    string? Group = null,
    [property: Help("what a good place is: balanced (default), consolidated, cheap or green")] string? Policy = null,
    [property: Help("only on hosts with such processors, as 'uname -m' says: x86_64, aarch64")]
    string? Architecture = null) : ICommand;

/// <summary>Many servers are wanted at once.</summary>
/// <param name="Series">The whole.</param>
/// <param name="Task">The id of the command.</param>
/// <param name="Deadline">When what is not made by then is given up.</param>
/// <param name="Together">All or none.</param>
/// <param name="Wanted">What each of them is to be.</param>
/// <param name="Start">Whether they are started.</param>
/// <param name="Members">Which servers, with their names.</param>
[MessageName("bsl.servers-requested.v1")]
public sealed record ServersRequested(
    SeriesId Series,
    Guid Task,
    DateTimeOffset Deadline,
    bool Together,
    ServerDescription Wanted,
    bool Start,
    IReadOnlyList<SeriesMember> Members) : ITaskBegun;

/// <summary>One of many servers.</summary>
public sealed record SeriesMember(ServerId Server, string Name);

/// <summary>One of many servers was not begun: nothing of it is anywhere.</summary>
/// <param name="Server">Which.</param>
/// <param name="Series">Of which whole.</param>
/// <param name="Code">Why, as a stable word.</param>
/// <param name="Reason">Why, for people.</param>
[MessageName("bsl.server-not-begun.v1")]
public sealed record ServerNotBegun(ServerId Server, SeriesId Series, string Code, string Reason) : IEvent;

/// <summary>One of many servers has ended its making, well or not.</summary>
/// <param name="Series">The whole.</param>
/// <param name="Server">Which.</param>
/// <param name="Outcome">How.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Reason">For people.</param>
[MessageName("bsl.series-member-ended.v1")]
public sealed record SeriesMemberEnded(
    SeriesId Series, ServerId Server, TaskOutcome Outcome, string Code, string? Reason) : IEvent;

/// <summary>One of many that were wanted together could not be made: those that were are removed again.</summary>
/// <param name="Series">The whole.</param>
/// <param name="Code">Why, as a stable word.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Servers">Those that are there.</param>
[MessageName("bsl.series-undoing.v1")]
public sealed record SeriesUndoing(
    SeriesId Series, string Code, string Reason, IReadOnlyList<ServerId> Servers) : IEvent;

/// <summary>The making of many servers has ended.</summary>
/// <param name="Series">The whole.</param>
/// <param name="Task">The id of the command.</param>
/// <param name="Outcome">Done when all are there.</param>
/// <param name="Code">A stable word: <c>done</c>, <c>partly</c>, or why the first of them failed.</param>
/// <param name="Reason">How many were made, and why the others were not.</param>
/// <param name="LeftBehind">What is there of servers that could not be made.</param>
[MessageName("bsl.servers-creation-ended.v1")]
public sealed record ServersCreationEnded(
    SeriesId Series,
    Guid Task,
    TaskOutcome Outcome,
    string Code,
    string? Reason,
    IReadOnlyList<string> LeftBehind) : ITaskEnded;

/// <summary>Where would these servers go? Changes nothing.</summary>
[MessageName("bsl.plan-servers.v1")]
public sealed record PlanServers(CreateServers Command) : IQuestion<ServersPlan>;

/// <summary>What creating many servers would do now.</summary>
/// <param name="Code">Why it would be refused; null when it would not.</param>
/// <param name="Reason">The same for people.</param>
/// <param name="Hosts">How many would go to each host, the fullest first.</param>
/// <param name="Placed">How many there is a place for.</param>
/// <param name="Rejected">How many candidates each reason rejects for the first that has no place.</param>
/// <param name="Nearest">The host that comes nearest to having room for it; null when all have a place.</param>
public sealed record ServersPlan(
    string? Code,
    string? Reason,
    IReadOnlyList<HostShare> Hosts,
    int Placed,
    IReadOnlyList<RejectionCount> Rejected,
    NearestHost? Nearest = null);

/// <summary>How many servers go to a host.</summary>
public sealed record HostShare(EnvironmentId Environment, string Host, string HostName, int Servers);
