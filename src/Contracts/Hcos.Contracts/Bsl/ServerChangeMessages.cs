using System.ComponentModel.DataAnnotations;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Bsl;

/// <summary>Gives a stopped server another size, on the host that it is on.</summary>
/// <param name="Server">Which.</param>
/// <param name="Vcpus">Virtual processors; null for as many as it has.</param>
/// <param name="MemoryBytes">Memory in bytes; null for as much as it has.</param>
/// <param name="DiskBytes">Disk in bytes; null for as much as it has. A disk only grows.</param>
[MessageName("bsl.resize-server.v1")]
[Operation(
    "servers.resize",
    "Gives a stopped server other processors, memory or disk.",
    DeadlineSeconds = 180,
    Example = "servers resize web-1 --vcpus 2 --memory 256MiB")]
public sealed record ResizeServer(
    [property: Subject] ServerId Server,
    [property: Help("virtual processors, 1 to 1024; default as many as it has"), Range(1, ServerLimits.MostVcpus)]
    int? Vcpus = null,
    [property: Help("memory in bytes; the command line takes 256MiB; default as much as it has")]
    long? MemoryBytes = null,
    [property: Help("disk in bytes, which only grows; default as much as it has")] long? DiskBytes = null) : ICommand;

/// <summary>Keeps the content of a stopped server's disk under a name.</summary>
/// <param name="Server">Which.</param>
/// <param name="Name">The name of the snapshot, unique for the server.</param>
[MessageName("bsl.snapshot-server.v1")]
[Operation(
    "servers.snapshot",
    "Keeps the content of a stopped server's disk under a name.",
    DeadlineSeconds = 180,
    Example = "servers snapshot web-1 --name before")]
public sealed record SnapshotServer(
    [property: Subject] ServerId Server,
    [property: Help("name of the snapshot, unique for the server")] string Name) : ICommand;

/// <summary>Makes the disk of a stopped server what it was; what was written since is lost.</summary>
/// <param name="Server">Which.</param>
/// <param name="To">The name of the snapshot.</param>
[MessageName("bsl.revert-server.v1")]
[Operation(
    "servers.revert",
    "Makes the disk of a stopped server what it was when a snapshot was taken; what was written since is lost.",
    DeadlineSeconds = 180,
    Example = "servers revert web-1 --to before")]
public sealed record RevertServer(
    [property: Subject] ServerId Server,
    [property: Help("name of the snapshot")] string To) : ICommand;

/// <summary>Removes a snapshot of a stopped server; the disk stays as it is.</summary>
/// <param name="Server">Which.</param>
/// <param name="Name">The name of the snapshot.</param>
[MessageName("bsl.delete-server-snapshot.v1")]
[Operation(
    "servers.delete-snapshot",
    "Removes a snapshot of a stopped server; its disk stays as it is.",
    DeadlineSeconds = 180,
    Example = "servers delete-snapshot web-1 --name before")]
public sealed record DeleteServerSnapshot(
    [property: Subject] ServerId Server,
    [property: Help("name of the snapshot")] string Name) : ICommand;

/// <summary>What a server takes has changed.</summary>
/// <param name="Server">Which.</param>
/// <param name="Amount">What is claimed for it; the larger of both while a resize is under way.</param>
/// <param name="Size">The size that it has from here on; null while that is not known.</param>
[MessageName("bsl.server-resized.v1")]
public sealed record ServerResized(ServerId Server, Capacity Amount, ServerSize? Size) : IEvent;

/// <summary>Would a server get that size? Changes nothing.</summary>
[MessageName("bsl.plan-resize.v1")]
public sealed record PlanResize(ResizeServer Command) : IQuestion<ResizePlan>;

/// <summary>What resizing a server would do now.</summary>
/// <param name="Host">The host that it is on; null when there is no such server.</param>
/// <param name="Now">What it takes now.</param>
/// <param name="Then">What it would take.</param>
/// <param name="Free">What is left on its host.</param>
/// <param name="Code">Why it would be refused; null when it would not.</param>
/// <param name="Reason">The same for people.</param>
public sealed record ResizePlan(
    string? Host, Capacity Now, Capacity Then, Capacity Free, string? Code, string? Reason);
