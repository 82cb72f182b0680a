using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>Asks for things by USL's operations, as the API would.</summary>
internal sealed class Client(PlatformWorld world, string principal)
{
    private readonly List<ClientRequest> _requests = [];

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

    public ServerId CreateServer(Func<ServerId, CreateServer> command)
    {
        var id = NextId();
        var server = new ServerId(Subject("servers", id));
        Submit(id, "servers.create", server.ToString(), command(server));
        return server;
    }

    public ClientRequest OnServer(string verb, ServerId server) => Submit(
        NextId(), $"servers.{verb.Split(' ')[0]}", server.ToString(), verb switch
        {
            "start" => new StartServer(server),
            "stop" => new StopServer(server),
            "stop --force" => new StopServer(server, Force: true),
            "reboot" => new RebootServer(server),
            "pause" => new PauseServer(server),
            "resume" => new ResumeServer(server),
            _ => new DeleteServer(server, UntilCreated($"servers/{server}")),
        });

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
        _requests.Add(request);
        request.Submit();
        return request;
    }

    public Guid NextId() => DerivedId.From("operation", principal, $"{world.Seed}", $"{_requests.Count + 1}");

    private static Guid Subject(string noun, Guid id) => DerivedId.From(noun, id.ToString());

    /// <summary>Until when the creation of a subject can still arrive; the edge knows it from its views.</summary>
    private DateTimeOffset? UntilCreated(string subject) => world.Views
        .All<Usl.Views.OperationView>(Usl.Views.ViewNames.Operations)
        .Where(view => view.Subject == subject && view.Status == Usl.Views.OperationStatus.Accepted)
        .Select(view => (DateTimeOffset?)view.Deadline)
        .Max();
}
