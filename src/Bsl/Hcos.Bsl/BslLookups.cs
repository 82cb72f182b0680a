using Hcos.Bsl.Candidates;
using Hcos.Bsl.Placement;
using Hcos.Bsl.Servers;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl;

/// <summary>Names of servers, which resource is whose, and the candidates less all claims of our own.</summary>
internal sealed partial class BslLookups : ILookups
{
    private readonly Dictionary<string, ServerId> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<ResourceId, ServerId> _servers = [];
    private readonly Dictionary<ServerId, string?> _groups = [];
    private readonly Dictionary<ServerId, ServerPlaced> _placed = [];
    private readonly Dictionary<string, SortedDictionary<CandidateKey, int>> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<ServerId, SeriesId> _series = [];
    private readonly HashSet<ClaimId> _foreign = [];
    private readonly SortedDictionary<Guid, EnvironmentOfferChanged> _offers = [];
    private readonly SortedDictionary<CandidateKey, string> _unusable = [];

    public BslLookups(BslOptions options)
        : this(options, new CandidateTable())
    {
    }

    private BslLookups(BslOptions options, CandidateTable candidates) => (Options, Candidates) = (options, candidates);

    public BslOptions Options { get; }

    public CandidateTable Candidates { get; }

    /// <summary>What environments offer, by id.</summary>
    public IEnumerable<EnvironmentOfferChanged> Offers => _offers.Values;

    /// <summary>Why hosts cannot be used now, each reason once.</summary>
    public IEnumerable<string> WhyUnusable => _unusable.Values.Distinct().Order(StringComparer.Ordinal);

    /// <summary>Why nothing can be placed on a host now; null when it can.</summary>
    public string? WhyUnusableAt(CandidateKey key) => _unusable.GetValueOrDefault(key);

    /// <summary>
    /// All that placements rest on, apart from these: it goes its own way from here on. Names, resources and adoptions
    /// are not in it.
    /// </summary>
    public BslLookups CopyOfPlaces()
    {
        var copy = new BslLookups(Options, Candidates.Copy());
        foreach (var (server, group) in _groups) copy._groups[server] = group;
        foreach (var (server, placed) in _placed) copy._placed[server] = placed;
        foreach (var (group, members) in _members) copy._members[group] = new(members);
        copy._foreign.UnionWith(_foreign);
        foreach (var (key, why) in _unusable) copy._unusable[key] = why;
        return copy;
    }

    public void Apply(RecordedEvent happened)
    {
        Candidates.Position = happened.Position;
        NoteAdoptions(happened.Body);
        switch (happened.Body)
        {
            case ServerRequested requested:
                _names[requested.Name] = requested.Server;
                _groups[requested.Server] = requested.Description.Group;
                break;
            case ServersRequested series:
                foreach (var member in series.Members) _series[member.Server] = series.Series;
                break;
            case ServersCreationEnded ended:
                EndSeries(ended.Series);
                break;
            case ServerPlaced placed:
                Leave(placed.Server);
                Enter(placed);
                break;
            case ServerResized resized:
                Resize(resized);
                break;
            case ServerUnplaced unplaced:
                Leave(unplaced.Server);
                break;
            case ServerDeleted deleted:
                Leave(deleted.Server);
                _groups.Remove(deleted.Server);
                if (_names.GetValueOrDefault(deleted.Name) == deleted.Server) _names.Remove(deleted.Name);
                break;
            default:
                Note(happened.Body);
                break;
        }
    }

    /// <summary>The stream of those that a server was asked for with, until all of them have ended.</summary>
    public IEnumerable<string> SeriesOf(ServerId server) =>
        _series.TryGetValue(server, out var series) ? [series.ToString()] : [];

    /// <summary>In a copy: as if a server had been placed.</summary>
    public void Suppose(CreateServer create, ServerPlaced placed)
    {
        _groups[create.Server] = create.Group;
        Enter(placed);
    }

    public bool IsTaken(string name) => _names.ContainsKey(name);

    /// <summary>The stream of the server that a resource is made for.</summary>
    public IEnumerable<string> StreamsOf(ResourceId resource) =>
        _servers.TryGetValue(resource, out var server) ? [server.ToString()] : [];

    /// <summary>
    /// Whether a claim is one that servers here made; those are counted from the moment of placement.
    /// </summary>
    public bool IsOwn(ResourceId resource) => _servers.ContainsKey(resource);

    /// <summary>Where a server is, and what it takes there; null when there is none.</summary>
    public ServerPlaced? PlacedOf(ServerId server) => _placed.GetValueOrDefault(server);

    public bool IsNoted(ClaimId claim) => _foreign.Contains(claim);

    /// <summary>Where the servers of a group are.</summary>
    public IReadOnlyList<KeyValuePair<CandidateKey, int>> Members(string? group) =>
        group is not null && _members.TryGetValue(group, out var members) ? [.. members] : [];

    private void EndSeries(SeriesId series)
    {
        foreach (var member in _series.Where(pair => pair.Value == series).ToList()) _series.Remove(member.Key);
    }

    private void Enter(ServerPlaced placed)
    {
        _placed[placed.Server] = placed;
        _servers[placed.Resource] = placed.Server;
        var key = KeyOf(placed);
        Candidates.Claim(key, placed.Amount);
        if (_groups.GetValueOrDefault(placed.Server) is not { } group) return;
        if (!_members.TryGetValue(group, out var members)) _members[group] = members = [];
        members[key] = members.GetValueOrDefault(key) + 1;
    }

    private void Resize(ServerResized resized)
    {
        if (!_placed.TryGetValue(resized.Server, out var placed)) return;
        _placed[resized.Server] = placed with { Amount = resized.Amount };
        Candidates.Release(KeyOf(placed), placed.Amount);
        Candidates.Claim(KeyOf(placed), resized.Amount);
    }

    private void Leave(ServerId server)
    {
        if (!_placed.Remove(server, out var placed)) return;
        // Nothing that is told of this resource from here on concerns anybody.
        _servers.Remove(placed.Resource);
        var key = KeyOf(placed);
        Candidates.Release(key, placed.Amount);
        if (_groups.GetValueOrDefault(server) is not { } group || !_members.TryGetValue(group, out var members)) return;
        if (--members[key] == 0) members.Remove(key);
        if (members.Count == 0) _members.Remove(group);
    }

    private void Note(IEvent happened)
    {
        switch (happened)
        {
            case CandidateNoted { Host: var host }:
                var key = new CandidateKey(host.Environment, host.Host);
                _unusable.Remove(key);
                if (host is { IsUsable: false, Reason: { } reason }) _unusable[key] = reason;
                Candidates.Put(new(key, host.Name, host.Total, host.Foreign, host.IsUsable, host.DiskPool)
                {
                    Architecture = host.Architecture,
                });
                break;
            case CandidateLost lost:
                _unusable.Remove(new CandidateKey(lost.Environment, lost.Host));
                Candidates.Withdraw(new CandidateKey(lost.Environment, lost.Host));
                break;
            case OfferNoted { Offer: { } offer }:
                _offers[offer.Environment.Value] = offer;
                Candidates.Offers(offer.Environment, OfferOf(offer));
                break;
            case OfferNoted gone:
                _offers.Remove(gone.Environment.Value);
                foreach (var left in _unusable.Keys.Where(key => key.Environment == gone.Environment).ToList())
                {
                    _unusable.Remove(left);
                }

                Candidates.Withdraw(gone.Environment);
                break;
            case ClaimNoted claim when _foreign.Add(claim.Claim):
                Candidates.Claim(new(claim.Environment, claim.Host), claim.Amount);
                break;
            case ClaimLost claim when _foreign.Remove(claim.Claim):
                Candidates.Release(new(claim.Environment, claim.Host), claim.Amount);
                break;
            default:
                break;
        }
    }

    private static CandidateKey KeyOf(ServerPlaced placed) => new(placed.Decision.Environment, placed.Decision.Host);

    private static Offer OfferOf(EnvironmentOfferChanged offer)
    {
        var images = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var image in offer.Images) images.TryAdd(image.Name, image.CapacityBytes);
        return new(images, new HashSet<string>(offer.Networks, StringComparer.Ordinal));
    }
}
