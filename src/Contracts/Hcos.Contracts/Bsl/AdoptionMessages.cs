using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Bsl;

/// <summary>
/// Takes one server that somebody else made, or all of an environment, into the books. Nothing is touched on the
/// platform: what is adopted goes on as it is, and keeps its native identity.
/// </summary>
/// <param name="Adoption">The identity of the adoption.</param>
/// <param name="Environment">Where.</param>
/// <param name="Server">Native id or name of the one server; null for all that are nobody's.</param>
/// <param name="Name">The name that the one server gets here; null for its own.</param>
[MessageName("bsl.adopt-servers.v1")]
[Operation(
    "servers.adopt",
    "Takes servers that somebody else made into the books; nothing is touched on the platform.",
    DeadlineSeconds = 120,
    Example = "servers adopt --environment lab-kvm --server old-web --plan")]
public sealed record AdoptServers(
    [property: Subject] AdoptionId Adoption,
    [property: Help("the environment that they are in"), Reference("environments")] EnvironmentId Environment,
    [property: Help("native id or name of one server; without it all of the environment that are nobody's")]
    string? Server = null,
    [property: Help("name of the one server here; default its own, made valid")] string? Name = null) : ICommand;

/// <summary>A server that is adopted, and as what.</summary>
/// <param name="Key">How the platform names it, before and after.</param>
/// <param name="NativeName">The name that people gave it there.</param>
/// <param name="Server">The server that it is here.</param>
/// <param name="Name">Its name here.</param>
/// <param name="Host">Native id of the host it is on.</param>
/// <param name="HostName">The host's name.</param>
/// <param name="Amount">What it takes; its disks are not claimed, since they were there before.</param>
/// <param name="Volumes">Native ids of its disks. They are not made here and are never removed from here.</param>
/// <param name="Networks">Names of its networks.</param>
public sealed record AdoptedServer(
    ResourceKey Key,
    string NativeName,
    ServerId Server,
    string Name,
    string Host,
    string HostName,
    Capacity Amount,
    IReadOnlyList<string> Volumes,
    IReadOnlyList<string> Networks);

/// <summary>A server that is not adopted, and why.</summary>
/// <param name="Key">How the platform names it.</param>
/// <param name="NativeName">The name that people gave it there.</param>
/// <param name="Code">Why, as a stable word: <c>name-taken</c>, <c>volumes-shared</c>, …</param>
/// <param name="Reason">Why, for people.</param>
public sealed record NotAdopted(ResourceKey Key, string NativeName, string Code, string Reason);

/// <summary>Servers are being adopted: the mapping, with what is left and why.</summary>
/// <param name="Adoption">The adoption.</param>
/// <param name="Environment">Where.</param>
/// <param name="Task">The id of the command.</param>
/// <param name="Deadline">When what is not adopted by then is given up.</param>
/// <param name="Adopts">What is adopted, and as what.</param>
/// <param name="Leaves">What is not, and why.</param>
[MessageName("bsl.servers-adopting.v1")]
public sealed record ServersAdopting(
    AdoptionId Adoption,
    EnvironmentId Environment,
    Guid Task,
    DateTimeOffset Deadline,
    IReadOnlyList<AdoptedServer> Adopts,
    IReadOnlyList<NotAdopted> Leaves) : ITaskBegun;

/// <summary>A server is being adopted: it has its place in the books, and is looked at once more.</summary>
/// <param name="Server">Which.</param>
/// <param name="Adoption">By which adoption.</param>
/// <param name="Environment">Where.</param>
/// <param name="Native">What it is on its platform.</param>
/// <param name="Resource">The resource that it is.</param>
/// <param name="Claim">The claim for what it takes.</param>
/// <param name="Task">The identity of the work.</param>
/// <param name="Deadline">When it is given up.</param>
[MessageName("bsl.server-adopting.v1")]
public sealed record ServerAdopting(
    ServerId Server,
    AdoptionId Adoption,
    EnvironmentId Environment,
    AdoptedServer Native,
    ResourceId Resource,
    ClaimId Claim,
    Guid Task,
    DateTimeOffset Deadline) : IEvent;

/// <summary>A server is adopted: from here on it is like any other.</summary>
[MessageName("bsl.server-adopted.v1")]
public sealed record ServerAdopted(ServerId Server, AdoptionId Adoption, string Name) : IEvent;

/// <summary>A server was not adopted after all; it is as it was, and nobody's.</summary>
[MessageName("bsl.server-not-adopted.v1")]
public sealed record ServerNotAdopted(
    ServerId Server, AdoptionId Adoption, NotAdopted Left) : IEvent;

/// <summary>An adoption ended.</summary>
/// <param name="Adoption">Which.</param>
/// <param name="Task">The id of the command.</param>
/// <param name="Outcome">Done when all is adopted that was to be.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Reason">How many were adopted and what was left, for people.</param>
/// <param name="LeftBehind">Nothing: what is not adopted is as it was.</param>
[MessageName("bsl.servers-adoption-ended.v1")]
public sealed record ServersAdoptionEnded(
    AdoptionId Adoption,
    Guid Task,
    TaskOutcome Outcome,
    string Code,
    string? Reason,
    IReadOnlyList<string> LeftBehind) : ITaskEnded;

/// <summary>What would be adopted, under which name, and what not and why? Changes nothing.</summary>
[MessageName("bsl.plan-adoption.v1")]
public sealed record PlanAdoption(AdoptServers Command) : IQuestion<AdoptionPlan>;

/// <summary>What an adoption would do now.</summary>
/// <param name="Code">Why the whole would be refused; null when it would not.</param>
/// <param name="Reason">The same for people.</param>
/// <param name="Adopts">What would be adopted, and as what.</param>
/// <param name="Leaves">What not, and why.</param>
public sealed record AdoptionPlan(
    string? Code, string? Reason, IReadOnlyList<AdoptedServer> Adopts, IReadOnlyList<NotAdopted> Leaves);

/// <summary>What would deleting this server remove? Changes nothing.</summary>
[MessageName("bsl.plan-deletion.v1")]
public sealed record PlanDeletion(DeleteServer Command) : IQuestion<DeletionPlan>;

/// <summary>What deleting a server would do now.</summary>
/// <param name="Code">Why nothing would be done; null when it would.</param>
/// <param name="Reason">The same for people; otherwise what is special about it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Environment">Where its object is removed.</param>
/// <param name="NativeId">The object's native id, when it was adopted under one.</param>
/// <param name="IsAdopted">Whether somebody else made it: it is removed on the platform all the same.</param>
/// <param name="Stays">Native ids of disks that stay, because they were not made here.</param>
public sealed record DeletionPlan(
    string? Code,
    string? Reason,
    string? Name,
    EnvironmentId? Environment,
    string? NativeId,
    bool IsAdopted,
    IReadOnlyList<string> Stays);
