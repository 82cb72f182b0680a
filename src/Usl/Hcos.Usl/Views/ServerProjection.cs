using Hcos.Contracts.Arml;
using Hcos.Contracts.Bsl;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Servers, from being asked for until everything of them is gone.</summary>
internal abstract class ServerProjection : IProjection<ServerView>
{
    public static string View => ViewNames.Servers;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        ServerRequested e => [e.Server.ToString()],
        ServerPlaced e => [e.Server.ToString()],
        ServerAdopting e => [e.Server.ToString()],
        ServerStateChanged e => [e.Server.ToString()],
        ServerResized e => [e.Server.ToString()],
        ServerTaskBegun e => [e.Server.ToString()],
        ServerTaskEnded e => [e.Server.ToString()],
        ServerDeleted e => [e.Server.ToString()],
        ResourceProvisioned e => ServerOf(e, rows),
        _ => [],
    };

    public static ServerView? Apply(ServerView? view, JournalEntry entry, IRows rows) => (view, entry.Event.Body) switch
    {
        (_, ServerRequested e) => Requested(e, entry),
        (_, ServerAdopting e) => Adopting(e, entry),
        (_, ServerDeleted) => null,
        (null, _) => null,
        (_, ServerPlaced e) => view with
        {
            Environment = e.Decision.Environment,
            Host = e.Decision.Host,
            HostName = e.Decision.HostName,
            Resource = e.Resource,
            ResourceRow = rows.Get<BindingView>(ViewNames.Bindings, e.Resource.ToString())?.Row,
        },
        (_, ResourceProvisioned e) when view.Resource == e.Resource =>
            view with { ResourceRow = ResourceRows.IdOf(e.Environment, e.Key) },
        (_, ServerStateChanged e) => view with
        {
            State = e.State,
            Addresses = e.Addresses,
            Evidence = e.Evidence ?? view.Evidence,
            Reason = e.Reason,
            Snapshots = e.Snapshots is null ? view.Snapshots : e.Snapshots.Count == 0 ? null : e.Snapshots,
            Vcpus = e.Size?.Vcpus ?? view.Vcpus,
            MemoryBytes = e.Size?.MemoryBytes ?? view.MemoryBytes,
        },
        (_, ServerResized { Size: { } size }) => view with
        {
            Vcpus = size.Vcpus,
            MemoryBytes = size.MemoryBytes,
            DiskBytes = size.DiskBytes,
        },
        (_, ServerTaskBegun e) => view with { Task = new ServerTaskView(e.Kind, entry.Time) },
        (_, ServerTaskEnded e) => view with { Task = null, LastTask = Ended(view, e, entry) },
        _ => view,
    };

    private static IEnumerable<string> ServerOf(ResourceProvisioned provisioned, IRows rows)
    {
        var binding = rows.Get<BindingView>(ViewNames.Bindings, provisioned.Resource.ToString());
        return binding?.Server is { } server ? [server.ToString()] : [];
    }

    private static ServerView Requested(ServerRequested requested, JournalEntry entry) =>
        new(requested.Server, requested.Name)
        {
            Vcpus = requested.Description.Vcpus,
            MemoryBytes = requested.Description.MemoryBytes,
            DiskBytes = requested.Description.DiskBytes,
            Image = requested.Description.Image,
            Network = requested.Description.Network,
            Environment = requested.Description.Environment,
            Group = requested.Description.Group,
            Owner = requested.Owner,
            Task = new ServerTaskView(ServerTaskKind.Create, entry.Time),
        };

    private static ServerView Adopting(ServerAdopting adopting, JournalEntry entry) =>
        new(adopting.Server, adopting.Native.Name)
        {
            Vcpus = (int)adopting.Native.Amount.Vcpus,
            MemoryBytes = adopting.Native.Amount.MemoryBytes,
            Network = adopting.Native.Networks.Count > 0 ? adopting.Native.Networks[0] : null,
            Environment = adopting.Environment,
            Host = adopting.Native.Host,
            HostName = adopting.Native.HostName,
            Resource = adopting.Resource,
            ResourceRow = ResourceRows.IdOf(adopting.Environment, adopting.Native.Key),
            AdoptedAs = adopting.Native.Key.NativeId,
            Task = new ServerTaskView(ServerTaskKind.Adopt, entry.Time),
        };

    private static ServerTaskView Ended(ServerView view, ServerTaskEnded ended, JournalEntry entry) =>
        new(ended.Kind, view.Task?.Since ?? entry.Time)
        {
            Outcome = ended.Outcome,
            Code = ended.Code,
            Reason = ended.Reason,
            LeftBehind = ended.LeftBehind.Count == 0 ? null : ended.LeftBehind,
            EndedAt = entry.Time,
        };
}
