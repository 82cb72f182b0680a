using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>A stop goes on with its next step.</summary>
/// <param name="Server">Which server.</param>
/// <param name="Step">What is done or waited for now.</param>
/// <param name="Until">Until when it is waited for.</param>
[MessageName("bsl.server-stepped.v1")]
internal sealed record ServerStepped(ServerId Server, ServerStep Step, DateTimeOffset Until) : IEvent;

/// <summary>The making of a server is taken back.</summary>
/// <param name="Server">Which server.</param>
/// <param name="Code">Why, as a stable word.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="PlaceAgain">Whether it is placed again once nothing is left of it.</param>
/// <param name="Until">When the task ends with something left behind; the undoing goes on.</param>
[MessageName("bsl.server-undoing.v1")]
internal sealed record ServerUndoing(
    ServerId Server, string Code, string Reason, bool PlaceAgain, DateTimeOffset Until) : IEvent;

/// <summary>Nothing of a server is anywhere; it is placed again.</summary>
[MessageName("bsl.server-unplaced.v1")]
internal sealed record ServerUnplaced(ServerId Server, ResourceId Resource) : IEvent;

/// <summary>ARML has a command, though its answer was seen in an earlier life of ours only.</summary>
[MessageName("bsl.server-command-taken.v1")]
internal sealed record ServerCommandTaken(ServerId Server, string Key) : IEvent;
