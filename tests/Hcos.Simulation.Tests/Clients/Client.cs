using Hcos.Bsl.Series;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>Asks for things by USL's operations, as the API would.</summary>
internal sealed class Client(PlatformWorld world, string principal)
{
    private readonly List<ClientRequest> _requests = [];
    private int _atDoors;

    public IReadOnlyList<ClientRequest> Requests => _requests;

    /// <summary>Registers an estate.</summary>
    public EnvironmentId Register(Estate estate, EnvironmentAccess access = EnvironmentAccess.Manage) =>
        Register(estate.Name, "simulated", estate.Endpoint, access);

    public EnvironmentId Register(string name, string kind, string endpoint, EnvironmentAccess access)
    {
        var id = NextId();
        var environment = new EnvironmentId(Subject("environments", id));
        Submit(id, "environments.add", environment.ToString(), new RegisterEnvironment(
            environment, name, kind, endpoint, Access: access));
        return environment;
    }

    public ClientRequest Set(ChangeEnvironment change) =>
        Submit(NextId(), "environments.set", change.Environment.ToString(), change);

    public ClientRequest Remove(EnvironmentId environment, bool forget) => Submit(
        NextId(), "environments.remove", environment.ToString(), new RemoveEnvironment(environment, forget));

    public ClientRequest RemoveCredential(string name) =>
        Submit(NextId(), "credentials.remove", name, new RemoveCredential(name));

    /// <summary>Stores a credential by the route of CI2's own process: it never crosses the bus.</summary>
    public void StoreCredential(string name, string user) =>
        AtDoor("ci2", "credentials.add", name, new RecordCredential(name, user));

    /// <summary>Asks a layer at its own door.</summary>
    public void AtDoor(string layer, string what, string name, ICommand command)
    {
        var id = DerivedId.From("door", principal, $"{++_atDoors}");
        world.Counts.Note($"command {what}");
        world.Tell(principal, $"{what} {name} as {id}");
        new DeskRequest(world, layer, id, command, principal)
        {
            Acknowledged = () => world.AcknowledgedAtDoor(layer, id),
        }.Submit();
    }

    public ServerId CreateServer(Func<ServerId, CreateServer> command)
    {
        var id = NextId();
        var server = new ServerId(Subject("servers", id));
        Submit(id, "servers.create", server.ToString(), command(server));
        return server;
    }

    /// <summary>Creates some servers at once; their ids.</summary>
    public IReadOnlyList<ServerId> CreateServers(Func<SeriesId, CreateServers> command)
    {
        var id = NextId();
        var series = new SeriesId(Subject("servers", id));
        var create = command(series);
        Submit(id, "servers.create-many", series.ToString(), create);
        return [.. Enumerable.Range(1, create.Count).Select(number => SeriesPlanning.MemberOf(create, number).Server)];
    }

    public ClientRequest OnServer(string verb, ServerId server) => Submit(
        NextId(), $"servers.{verb.Split(' ')[0]}", server.ToString(), verb switch
        {
            "start" => new StartServer(server),
            "stop" => new StopServer(server),
            "stop --force" => new StopServer(server, Force: true),
            "reboot" => new RebootServer(server),
            "pause" => new PauseServer(server),
            "suspend" => new SuspendServer(server),
            "resume" => new ResumeServer(server),
            _ => new DeleteServer(server, UntilCreated($"servers/{server}")),
        });

    /// <summary>Adopts one server of an environment, or all that are nobody's.</summary>
    public AdoptionId Adopt(EnvironmentId environment, string? server, string? name)
    {
        var id = NextId();
        var adoption = new AdoptionId(Subject("servers", id));
        Submit(id, "servers.adopt", adoption.ToString(), new AdoptServers(adoption, environment, server, name));
        return adoption;
    }

    /// <summary>Reaps the orphans of an environment.</summary>
    public ClientRequest Reap(EnvironmentId environment, int leastAge, bool doubtful)
    {
        var id = NextId();
        var reap = new ReapId(Subject("orphans", id));
        return Submit(
            id, "orphans.reap", reap.ToString(), new ReapOrphans(reap, environment, null, leastAge, doubtful));
    }

    public ClientRequest Resize(ResizeServer resize) =>
        Submit(NextId(), "servers.resize", resize.Server.ToString(), resize);

    public ClientRequest Snapshot(ServerId server, string name) =>
        Submit(NextId(), "servers.snapshot", server.ToString(), new SnapshotServer(server, name));

    public ClientRequest Revert(ServerId server, string name) =>
        Submit(NextId(), "servers.revert", server.ToString(), new RevertServer(server, name));

    public ClientRequest DeleteSnapshot(ServerId server, string name) => Submit(
        NextId(), "servers.delete-snapshot", server.ToString(), new DeleteServerSnapshot(server, name));

    /// <summary>A server as people see it now; null when it is not shown.</summary>
    public Usl.Views.ServerView? Shown(ServerId server) =>
        world.Views.Get<Usl.Views.ServerView>(Usl.Views.ViewNames.Servers, server.ToString());

    public SystemId Deploy(string name, SystemSpec spec, SystemId? known = null)
    {
        var id = NextId();
        var system = known ?? new SystemId(Subject("systems", id));
        Submit(id, "systems.deploy", system.ToString(), new DeploySystem(system, name, spec));
        return system;
    }

    public ClientRequest Scale(SystemId system, string component, int count) =>
        Submit(NextId(), "systems.scale", system.ToString(), new ScaleSystem(system, component, count));

    public ClientRequest Delete(SystemId system) => Submit(
        NextId(), "systems.delete", system.ToString(), new DeleteSystem(system, UntilCreated($"systems/{system}")));

    public ClientRequest Submit(Guid id, string operation, string subject, ICommand command)
    {
        var request = new ClientRequest(world, ClientRequest.Of(id, operation, subject, command), principal);
        world.Tell(principal, $"{operation} {subject} as {id}");
        world.Counts.Note("commands");
        world.Counts.Note($"command {operation}");
        _requests.Add(request);
        request.Submit();
        return request;
    }

    public Guid NextId() => DerivedId.From("operation", principal, $"{world.Seed}", $"{_requests.Count + 1}");

    private static Guid Subject(string noun, Guid id) => DerivedId.From(noun, id.ToString());

    /// <summary>Until when the creation of a subject can still arrive; the edge knows it from its views.</summary>
    private DateTimeOffset? UntilCreated(string subject) => _requests
        .Where(request => request.Subject == subject)
        .Select(request => world.Views.Get<Usl.Views.OperationView>(
            Usl.Views.ViewNames.Operations, request.Id.ToString()))
        .Where(view => view is { Status: Usl.Views.OperationStatus.Accepted })
        .Select(view => (DateTimeOffset?)view!.Deadline)
        .Max();
}
