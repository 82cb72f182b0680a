using System.ComponentModel.DataAnnotations;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Bsl;

/// <summary>Creates a server: places it, claims its capacity, makes it, and starts it unless told otherwise.</summary>
/// <param name="Server">Its identity.</param>
/// <param name="Name">Its name, unique among servers.</param>
/// <param name="Vcpus">Virtual processors.</param>
/// <param name="MemoryBytes">Memory in bytes.</param>
/// <param name="DiskBytes">Disk in bytes; 0 means as large as the image.</param>
/// <param name="Image">Image to start from; null makes a server without disk or system.</param>
/// <param name="Network">Network to attach to; null makes a server without a network card.</param>
/// <param name="Environment">Only there; null means wherever placement chooses.</param>
/// <param name="UserData">NoCloud user-data for the first boot.</param>
/// <param name="Start">Whether it is started.</param>
/// <param name="Group">Servers of one group are spread over hosts where possible.</param>
/// <param name="Owner">The business system it belongs to, as <c>systems/ID</c>; null for none.</param>
/// <param name="Policy">What a good place is; null for the usual.</param>
/// <param name="Architecture">Only on hosts with such processors; null for any.</param>
[MessageName("bsl.create-server.v1")]
[Operation(
    "servers.create",
    "Creates a server and starts it.",
    DeadlineSeconds = 180,
    Example = "servers create web-1 --image hcos-guest --network default --vcpus 1 --memory 128MiB")]
public sealed record CreateServer(
    [property: Subject] ServerId Server,
    [property: Help("name of the server, unique")] string Name,
    [property: Help("virtual processors, 1 to 1024; default 1"), Range(1, ServerLimits.MostVcpus)] int Vcpus = 1,
    [property: Help("memory in bytes; the command line takes 128MiB; default 128 MiB")]
    long MemoryBytes = 128L * 1024 * 1024,
    [property: Help("disk in bytes; default as large as the image")] long DiskBytes = 0,
    [property: Help("image to start from; without one the server has no disk")] string? Image = null,
    [property: Help("network to attach to; without one it has no network card")] string? Network = null,
    [property: Help("only in this environment"), Reference("environments")] EnvironmentId? Environment = null,
    [property: Help("NoCloud user-data for the first boot")] string? UserData = null,
    [property: Help("whether it is started; default true")] bool Start = true,
    [property: Help("servers of one group are spread over hosts where possible")] string? Group = null,
    [property: FilledIn] string? Owner = null,
    [property: Help("what a good place is: balanced (default), consolidated, cheap or green")] string? Policy = null,
    [property: Help("only on hosts with such processors, as 'uname -m' says: x86_64, aarch64")]
    string? Architecture = null) : ICommand;

/// <summary>Starts a server.</summary>
[MessageName("bsl.start-server.v1")]
[Operation("servers.start", "Starts a server.", Example = "servers start web-1")]
public sealed record StartServer([property: Subject] ServerId Server) : ICommand;

/// <summary>Stops a server.</summary>
[MessageName("bsl.stop-server.v1")]
[Operation(
    "servers.stop",
    "Asks the guest to shut down, and takes its power away if it does not.",
    DeadlineSeconds = 120,
    Example = "servers stop web-1 --force")]
public sealed record StopServer(
    [property: Subject] ServerId Server,
    [property: Help("take the power away at once; default false")] bool Force = false) : ICommand;

/// <summary>Restarts a running server at once.</summary>
[MessageName("bsl.reboot-server.v1")]
[Operation("servers.reboot", "Restarts a running server at once.", Example = "servers reboot web-1")]
public sealed record RebootServer([property: Subject] ServerId Server) : ICommand;

/// <summary>Pauses a running server; it keeps its memory.</summary>
[MessageName("bsl.pause-server.v1")]
[Operation("servers.pause", "Pauses a running server; it keeps its memory.", Example = "servers pause web-1")]
public sealed record PauseServer([property: Subject] ServerId Server) : ICommand;

/// <summary>Lets a paused or suspended server go on.</summary>
[MessageName("bsl.resume-server.v1")]
[Operation("servers.resume", "Lets a paused or suspended server go on.", Example = "servers resume web-1")]
public sealed record ResumeServer([property: Subject] ServerId Server) : ICommand;

/// <summary>Writes a running server's memory to disk and stops it; a start or a resume goes on from there.</summary>
[MessageName("bsl.suspend-server.v1")]
[Operation(
    "servers.suspend",
    "Writes a running server's memory to disk; start or resume goes on from there.",
    DeadlineSeconds = 180,
    Example = "servers suspend web-1")]
public sealed record SuspendServer([property: Subject] ServerId Server) : ICommand;

/// <summary>
/// Deletes a server with its disk. An adopted one is deleted on its platform like any other, but disks that were not
/// made here stay.
/// </summary>
[MessageName("bsl.delete-server.v1")]
[Operation(
    "servers.delete",
    "Deletes a server with its disk; disks that were not made here stay.",
    DeadlineSeconds = 120,
    Example = "servers delete web-1 --plan")]
public sealed record DeleteServer(
    [property: Subject] ServerId Server,
    [property: FilledIn] DateTimeOffset? CreateNotAfter = null) : IRemoves;

/// <summary>What a server is to be.</summary>
/// <param name="Vcpus">Virtual processors.</param>
/// <param name="MemoryBytes">Memory in bytes.</param>
/// <param name="DiskBytes">Disk in bytes; 0 means as large as the image.</param>
/// <param name="Image">Image to start from.</param>
/// <param name="Network">Network to attach to.</param>
/// <param name="Environment">Only there.</param>
/// <param name="UserData">NoCloud user-data.</param>
/// <param name="Group">Servers of one group are spread over hosts where possible.</param>
/// <param name="Policy">What a good place is; null for the usual.</param>
/// <param name="Architecture">Only on hosts with such processors; null for any.</param>
public sealed record ServerDescription(
    int Vcpus,
    long MemoryBytes,
    long DiskBytes,
    string? Image,
    string? Network,
    EnvironmentId? Environment,
    string? UserData,
    string? Group,
    string? Policy = null,
    string? Architecture = null);

/// <summary>A server is wanted.</summary>
/// <param name="Server">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is to be.</param>
/// <param name="Start">Whether it is started.</param>
/// <param name="Owner">The business system it belongs to.</param>
/// <param name="Task">The id of the command.</param>
/// <param name="Deadline">When the making is given up.</param>
[MessageName("bsl.server-requested.v1")]
public sealed record ServerRequested(
    ServerId Server,
    string Name,
    ServerDescription Description,
    bool Start,
    string? Owner,
    Guid Task,
    DateTimeOffset Deadline) : ITaskBegun;

/// <summary>A place was chosen for a server; the decision with everything it rests on.</summary>
/// <param name="Server">Which.</param>
/// <param name="Round">From 1; a stale claim leads to another round.</param>
/// <param name="Resource">The resource that will be made there; a new one each round.</param>
/// <param name="Claim">The claim for it.</param>
/// <param name="Spec">The resource wanted.</param>
/// <param name="Amount">What it takes.</param>
/// <param name="Decision">Why there.</param>
[MessageName("bsl.server-placed.v1")]
public sealed record ServerPlaced(
    ServerId Server,
    int Round,
    ResourceId Resource,
    ClaimId Claim,
    ResourceSpec Spec,
    Capacity Amount,
    PlacementDecision Decision) : IEvent;

/// <summary>A server was seen in a new state, or what is known of it changed.</summary>
/// <param name="Server">Which.</param>
/// <param name="State">Its state.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Evidence">When and how that was seen; null while it is not made yet.</param>
/// <param name="Reason">Why it is unknown, missing or in error.</param>
/// <param name="Snapshots">The snapshots of its disk, when they changed.</param>
/// <param name="Size">The size that it was seen to have, when that changed.</param>
[MessageName("bsl.server-state-changed.v1")]
public sealed record ServerStateChanged(
    ServerId Server,
    ResourceState State,
    IReadOnlyList<string> Addresses,
    Evidence? Evidence,
    string? Reason,
    IReadOnlyList<SnapshotFacts>? Snapshots = null,
    ServerSize? Size = null) : IEvent;

/// <summary>What can be done to a server that exists.</summary>
public enum ServerTaskKind
{
    /// <summary>It is being made.</summary>
    Create,

    /// <summary>It is being started.</summary>
    Start,

    /// <summary>It is being stopped.</summary>
    Stop,

    /// <summary>It is being restarted.</summary>
    Reboot,

    /// <summary>It is being paused.</summary>
    Pause,

    /// <summary>It goes on after a pause or a suspension.</summary>
    Resume,

    /// <summary>It is being deleted.</summary>
    Delete,

    /// <summary>It is being adopted.</summary>
    Adopt,

    /// <summary>It is being given another size.</summary>
    Resize,

    /// <summary>The content of its disk is being kept.</summary>
    Snapshot,

    /// <summary>Its disk is being made what it was.</summary>
    Revert,

    /// <summary>A snapshot of its disk is being removed.</summary>
    DeleteSnapshot,

    /// <summary>Its memory is being written to disk.</summary>
    Suspend,
}

/// <summary>Something is being done to a server. One thing at a time; a delete ends what is under way.</summary>
[MessageName("bsl.server-task-begun.v1")]
public sealed record ServerTaskBegun(
    ServerId Server,
    Guid Task,
    ServerTaskKind Kind,
    bool Force,
    DateTimeOffset Deadline,
    ServerChange? Change = null) : ITaskBegun;

/// <summary>What was done to a server has ended.</summary>
[MessageName("bsl.server-task-ended.v1")]
public sealed record ServerTaskEnded(
    ServerId Server,
    Guid Task,
    ServerTaskKind Kind,
    TaskOutcome Outcome,
    string Code,
    string? Reason,
    IReadOnlyList<string> LeftBehind) : ITaskEnded;

/// <summary>A server is gone with everything that was made for it; its name is free.</summary>
[MessageName("bsl.server-deleted.v1")]
public sealed record ServerDeleted(ServerId Server, string Name) : IEvent;

/// <summary>Where would this server go, and why? Changes nothing.</summary>
[MessageName("bsl.plan-server.v1")]
public sealed record PlanServer(CreateServer Command) : IQuestion<ServerPlan>;

/// <summary>What creating a server would do now.</summary>
/// <param name="Decision">Where it would go; null when nowhere.</param>
/// <param name="Code">Why it would be refused; null when it would not.</param>
/// <param name="Reason">The same for people.</param>
/// <param name="Rejected">How many candidates each reason rejects.</param>
/// <param name="Nearest">The host that comes nearest to having room; null when it goes somewhere.</param>
public sealed record ServerPlan(
    PlacementDecision? Decision,
    string? Code,
    string? Reason,
    IReadOnlyList<RejectionCount> Rejected,
    NearestHost? Nearest = null);
