using Hcos.Contracts.Arml;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Which native object and which server belong to a resource of ours. Folded before all others.</summary>
internal abstract class BindingProjection : IProjection<BindingView>
{
    public static string View => ViewNames.Bindings;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        ServerPlaced e => [e.Resource.ToString()],
        ServerAdopting e => [e.Resource.ToString()],
        ResourceProvisioned e => [e.Resource.ToString()],
        DriverTaskEnded { Key: not null } e => [e.Resource.ToString()],
        _ => [],
    };

    public static BindingView? Apply(BindingView? view, JournalEntry entry, IRows rows)
    {
        var known = view ?? new BindingView(null, null, null);
        return entry.Event.Body switch
        {
            ServerPlaced e => known with { Server = e.Server, ServerName = e.Spec.Name },
            ServerAdopting e => known with { Server = e.Server, ServerName = e.Native.Name },
            ResourceProvisioned e => known with { Row = ResourceRows.IdOf(e.Environment, e.Key) },
            DriverTaskEnded { Key: { } key } e => known with { Row = ResourceRows.IdOf(e.Environment, key) },
            _ => view,
        };
    }
}
