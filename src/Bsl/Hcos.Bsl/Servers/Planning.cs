using System.Globalization;
using Hcos.Bsl.Placement;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Servers;

/// <summary>Where a server would go, and what is asked of ARML then. Pure.</summary>
internal static class Planning
{
    /// <summary>The word for "nowhere".</summary>
    public const string NoCandidate = "no-candidate";

    private const int MostReasons = 3;

    /// <summary>Answers what creating a server would do now.</summary>
    public static ServerPlan Plan(CreateServer create, BslLookups lookups)
    {
        if (Validation.Check(create, lookups) is { } refusal) return new(null, refusal.Code, refusal.Reason, []);
        var wanted = Describe(create);
        var outcome = Place(wanted, [], lookups);
        return outcome.Decision is null
            ? new(
                null,
                NoCandidate,
                WhyNowhere(outcome, wanted, [], lookups),
                outcome.Rejected,
                Nearest(wanted, [], lookups))
            : new(outcome.Decision, null, null, outcome.Rejected);
    }

    public static ServerDescription Describe(CreateServer create) => new(
        create.Vcpus,
        create.MemoryBytes,
        create.DiskBytes,
        create.Image,
        create.Network,
        create.Environment,
        create.UserData,
        create.Group,
        create.Policy,
        create.Architecture);

    public static PlacementOutcome Place(
        ServerDescription wanted, IReadOnlyList<CandidateKey> refused, BslLookups lookups) =>
        PlacementEngine.Place(RequestOf(wanted, refused, lookups), lookups.Candidates, PolicyOf(wanted));

    /// <summary>The policy that is asked for; the usual one when none is, or one that came after this code.</summary>
    public static PlacementPolicy PolicyOf(ServerDescription wanted) =>
        PlacementPolicy.Named(wanted.Policy) ?? PlacementPolicy.Default;

    public static PlacementRequest RequestOf(
        ServerDescription wanted, IReadOnlyList<CandidateKey> refused, BslLookups lookups) =>
        new(wanted.Vcpus, wanted.MemoryBytes, wanted.DiskBytes, wanted.Image, wanted.Network, wanted.Environment)
        {
            Refused = refused,
            Group = lookups.Members(wanted.Group),
            Architecture = wanted.Architecture,
        };

    /// <summary>The host that comes nearest to having room; null when room is not what is lacking.</summary>
    public static NearestHost? Nearest(
        ServerDescription wanted, IReadOnlyList<CandidateKey> refused, BslLookups lookups)
    {
        var request = RequestOf(wanted, refused, lookups);
        return PlacementEngine.Nearest(request, lookups.Candidates, PolicyOf(wanted)) is not { } nearest
            ? null
            : new(
                nearest.Key.Environment,
                nearest.Key.Host,
                nearest.Name,
                [.. nearest.Lacking.Select(lacks => new LackingAmount(lacks.Key, lacks.Value))],
                nearest.Largest);
    }

    /// <summary>The event for a chosen place. Resource and claim are new in every round and follow from it.</summary>
    public static ServerPlaced Placed(
        ServerId server, string name, ServerDescription wanted, int round, PlacementOutcome outcome)
    {
        var decision = outcome.Decision!;
        var resource = new ResourceId(IdOf(server, "resource", round));
        var spec = new ResourceSpec(resource, ResourceKind.Server, name)
        {
            Server = new(
                wanted.Vcpus,
                wanted.MemoryBytes,
                wanted.DiskBytes,
                wanted.Image,
                wanted.Network,
                decision.Host,
                wanted.UserData),
        };
        return new(server, round, resource, new ClaimId(IdOf(server, "claim", round)), spec, outcome.Amount, decision);
    }

    public static string WhyNowhere(
        PlacementOutcome outcome,
        ServerDescription wanted,
        IReadOnlyList<CandidateKey> refused,
        BslLookups lookups)
    {
        if (outcome.Considered == 0)
        {
            return "there is no host to place it on: add an environment, or wait until it has been listed";
        }

        var isUsable = outcome.Rejected.All(reason => reason.Reason != Rejection.NotUsable.Code());
        var why = isUsable ? [] : lookups.WhyUnusable.Take(MostReasons).ToList();
        var counts = string.Join(", ", outcome.Rejected.Select(Text));
        var reasons = why.Count == 0 ? "" : $"; {string.Join(", ", why)}";
        var nearest = Nearest(wanted, refused, lookups) is { } host ? $"; {Text(host)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"none of {outcome.Considered} hosts can take it: {counts}{reasons}{nearest}");
    }

    private static string Text(NearestHost host)
    {
        var lacking = string.Join(" and ", host.Lacking.Select(lacks => string.Create(
            CultureInfo.InvariantCulture, $"{lacks.Amount} {Unit(lacks.Dimension)}")));
        var largest = host.Largest == Capacity.None ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $", where one with {host.Largest.Vcpus} vcpus and {host.Largest.MemoryBytes} bytes of memory would fit");
        return $"the nearest is {host.HostName}, which lacks {lacking}{largest}";
    }

    private static string Unit(string dimension) => dimension switch
    {
        Dimensions.Memory => "bytes of memory",
        Dimensions.Disk => "bytes of disk",
        _ => dimension,
    };

    private static string Text(RejectionCount reason) =>
        string.Create(CultureInfo.InvariantCulture, $"{reason.Reason} ({reason.Count})");

    private static Guid IdOf(ServerId server, string what, int round) =>
        DerivedId.From("bsl", server.ToString(), what, round.ToString(CultureInfo.InvariantCulture));
}
