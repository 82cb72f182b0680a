using Hcos.Bsl.Adoptions;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl;

/// <summary>Servers that are nobody's, whether they can be adopted, and those that were.</summary>
internal sealed partial class BslLookups
{
    private readonly Dictionary<EnvironmentId, AdoptionStandingChanged> _adoption = [];
    private readonly Dictionary<EnvironmentId, SortedDictionary<string, ForeignServerChanged>> _nobodys = [];
    private readonly Dictionary<ServerId, ServerAdopting> _adopted = [];
    private readonly Dictionary<(EnvironmentId, string), ServerId> _adoptedAs = [];

    /// <summary>Whether anything can be adopted in an environment; null when nothing is known of it.</summary>
    public AdoptionStandingChanged? AdoptionIn(EnvironmentId environment) => _adoption.GetValueOrDefault(environment);

    /// <summary>Servers of an environment that are nobody's, by native id.</summary>
    public IReadOnlyCollection<ForeignServerChanged> ForeignIn(EnvironmentId environment) =>
        _nobodys.GetValueOrDefault(environment) is { } servers ? servers.Values : [];

    /// <summary>How a server was adopted; null when it was made here.</summary>
    public ServerAdopting? AdoptionOf(ServerId server) => _adopted.GetValueOrDefault(server);

    /// <summary>Where a server is; null when it is nowhere.</summary>
    public ServerPlaced? PlaceOf(ServerId server) => _placed.GetValueOrDefault(server);

    /// <summary>Whether a native id or native name is that of a server in the books.</summary>
    public bool IsAdoptedAs(EnvironmentId environment, string native) =>
        _adoptedAs.ContainsKey((environment, native))
        || (Guid.TryParse(native, out var id) && _servers.ContainsKey(new ResourceId(id)))
        || _adopted.Values.Any(server => server.Environment == environment && server.Native.NativeName == native);

    /// <summary>Whether a server of ours is, or is about to be, what ARML still tells to be nobody's.</summary>
    public bool IsAdopting(ForeignServerChanged server) =>
        _adoptedAs.ContainsKey((server.Environment, server.Key.NativeId));

    /// <summary>The disks that more than one server of an environment has, as far as that is known here.</summary>
    public IReadOnlySet<string> SharedVolumesIn(EnvironmentId environment)
    {
        var (once, shared) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var foreign = ForeignIn(environment);
        var told = foreign.Select(server => server.Key.NativeId).ToHashSet(StringComparer.Ordinal);
        var adopted = _adopted.Values
            .Where(server => server.Environment == environment && !told.Contains(server.Native.Key.NativeId));
        foreach (var volume in foreign.Select(server => server.Volumes)
            .Concat(adopted.Select(server => server.Native.Volumes))
            .SelectMany(volumes => volumes.Distinct(StringComparer.Ordinal)))
        {
            if (!once.Add(volume)) shared.Add(volume);
        }

        return shared;
    }

    private void NoteAdoptions(IEvent happened)
    {
        switch (happened)
        {
            case ForeignNoted { Server: { } server }:
                In(server.Environment)[server.Key.NativeId] = server;
                break;
            case ForeignLost lost:
                In(lost.Environment).Remove(lost.Key.NativeId);
                break;
            case AdoptionNotedIn { Standing: { } standing }:
                _adoption[standing.Environment] = standing;
                if (standing.Code != "gone") break;
                _adoption.Remove(standing.Environment);
                _nobodys.Remove(standing.Environment);
                break;
            case ServerAdopting adopting:
                _names[adopting.Native.Name] = adopting.Server;
                _groups[adopting.Server] = null;
                _adopted[adopting.Server] = adopting;
                _adoptedAs[(adopting.Environment, adopting.Native.Key.NativeId)] = adopting.Server;
                Enter(Servers.Adopting.Placed(adopting));
                break;
            case ServerDeleted deleted when _adopted.Remove(deleted.Server, out var adopted):
                _adoptedAs.Remove((adopted.Environment, adopted.Native.Key.NativeId));
                break;
            default:
                break;
        }
    }

    private SortedDictionary<string, ForeignServerChanged> In(EnvironmentId environment)
    {
        if (!_nobodys.TryGetValue(environment, out var servers))
        {
            _nobodys[environment] = servers = new(StringComparer.Ordinal);
        }

        return servers;
    }
}
