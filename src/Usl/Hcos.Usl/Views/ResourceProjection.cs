using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Everything in every environment, as it was seen last.</summary>
internal abstract class ResourceProjection : IProjection<ResourceView>
{
    public static string View => ViewNames.Resources;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        ResourceObserved e => [ResourceRows.IdOf(e.Environment, e.Key)],
        ResourceStateObserved e => [ResourceRows.IdOf(e.Environment, e.Key)],
        ResourceMissing e => [ResourceRows.IdOf(e.Environment, e.Key)],
        ResourceProvisioned e => [ResourceRows.IdOf(e.Environment, e.Key)],
        DriverTaskEnded { Key: { } key } e => [ResourceRows.IdOf(e.Environment, key)],
        ServerPlaced e => RowOf(e.Resource, rows),
        ResourceReleased e => RowOf(e.Resource, rows),
        ResourceDisowned e => RowOf(e.Resource, rows),
        HostCapacityChanged e => [HostRow(e.Environment, e.Host)],
        HostWithdrawn e => [HostRow(e.Environment, e.Host)],
        CapacityClaimed e => [HostRow(e.Environment, e.Host)],
        ClaimReleased e => [HostRow(e.Environment, e.Host)],
        EnvironmentRemoved e => rows.All<ResourceView>(View)
            .Where(row => row.Value.Environment == e.Environment).Select(row => row.Key),
        _ => [],
    };

    public static ResourceView? Apply(ResourceView? view, JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        ResourceObserved e => Observed(view ?? Make(e.Environment, e.Key), e.Object, e.Evidence),
        ResourceStateObserved e => StateObserved(view ?? Make(e.Environment, e.Key), e.State, e.Evidence),
        ResourceMissing e => Missing(view, e),
        ResourceProvisioned e => Ours(
            Observed(view ?? Make(e.Environment, e.Key), e.Object, e.Evidence), e.Resource, rows),
        DriverTaskEnded e => DriverTaskEnded(view, e, rows),
        ServerPlaced e => view is null ? null : Ours(view, e.Resource, rows),
        ResourceReleased => Released(view),
        ResourceDisowned => view is null ? null : view with { Resource = null, OwnedBy = null, OwnerName = null },
        EnvironmentRemoved => null,
        HostCapacityChanged e => (view ?? Make(e.Environment, HostKey(e.Host))) with
        {
            Name = view?.Name ?? e.Name,
            Capacity = new HostCapacityView(
                e.Total, e.Foreign, view?.Capacity?.Claimed ?? Capacity.None, e.IsUsable, e.Reason),
        },
        HostWithdrawn => view is null ? null : view with { Capacity = null },
        CapacityClaimed e => Claimed(view ?? Make(e.Environment, HostKey(e.Host)), e.Amount),
        ClaimReleased e => Claimed(view ?? Make(e.Environment, HostKey(e.Host)), Capacity.None - e.Amount),
        _ => view,
    };

    private static ResourceView Make(EnvironmentId environment, ResourceKey key) =>
        new(ResourceRows.IdOf(environment, key), environment, key.Kind, key.NativeId);

    private static ResourceKey HostKey(string host) => new(ResourceKind.Host, host);

    private static string HostRow(EnvironmentId environment, string host) =>
        ResourceRows.IdOf(environment, HostKey(host));

    private static IEnumerable<string> RowOf(ResourceId resource, IRows rows) =>
        rows.Get<BindingView>(ViewNames.Bindings, resource.ToString()) is { Row: { } row } ? [row] : [];

    /// <summary>Only a later instant replaces an earlier one, for the state and for the rest each.</summary>
    private static ResourceView Observed(ResourceView view, ResourceObject seen, Evidence evidence)
    {
        var stated = StateObserved(view, seen.State, evidence);
        if (view.FactsEvidence is { } known && known.At > evidence.At) return stated;
        return stated with
        {
            Name = seen.Name,
            Host = seen.Host,
            Server = seen.Server,
            StoragePool = seen.StoragePool,
            Volume = seen.Volume,
            Image = seen.Image,
            Network = seen.Network,
            ServerSize = seen.ServerSize,
            Port = seen.Port,
            FloatingAddress = seen.FloatingAddress,
            SecurityGroup = seen.SecurityGroup,
            Native = seen.Native,
            FactsEvidence = evidence,
        };
    }

    private static ResourceView StateObserved(ResourceView view, ResourceState state, Evidence evidence) =>
        view.Evidence is { } known && known.At > evidence.At
            ? view
            : view with { State = state, Evidence = evidence, Reason = null };

    /// <summary>Servers, and whatever is ours, are shown as missing; of the rest only the history remains.</summary>
    private static ResourceView? Missing(ResourceView? view, ResourceMissing missing)
    {
        if (view is null) return null;
        if (view.Evidence is { } known && known.At > missing.Evidence.At) return view;
        return view.Kind == ResourceKind.Server || view.Resource is not null
            ? view with
            {
                State = ResourceState.Missing,
                Evidence = missing.Evidence,
                Reason = "it was looked for and is not there",
            }
            : null;
    }

    private static ResourceView? DriverTaskEnded(ResourceView? view, DriverTaskEnded ended, IRows rows)
    {
        if (ended is not { Action: not DriverAction.Delete, Observed: { } seen, Key: { } key }) return view;
        var evidence = new Evidence(ended.At, EvidenceSource.Effect);
        return Ours(Observed(view ?? Make(ended.Environment, key), seen, evidence), ended.Resource, rows);
    }

    private static ResourceView Ours(ResourceView view, ResourceId resource, IRows rows)
    {
        var binding = rows.Get<BindingView>(ViewNames.Bindings, resource.ToString());
        return view with { Resource = resource, OwnedBy = binding?.Server, OwnerName = binding?.ServerName };
    }

    private static ResourceView? Released(ResourceView? view) => view switch
    {
        null or { State: ResourceState.Missing or ResourceState.Deleting or ResourceState.Deleted } => null,
        _ => view with { Resource = null, OwnedBy = null, OwnerName = null },
    };

    private static ResourceView Claimed(ResourceView view, Capacity amount)
    {
        var books = view.Capacity ?? new HostCapacityView(Capacity.None, Capacity.None, Capacity.None, false, null);
        return view with { Capacity = books with { Claimed = books.Claimed + amount } };
    }
}
