using Hcos.Contracts.Esl;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Business systems with their components and instances.</summary>
internal abstract class SystemProjection : IProjection<SystemView>
{
    public static string View => ViewNames.Systems;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        SystemRequested e => [e.System.ToString()],
        SystemDeleting e => [e.System.ToString()],
        SystemDeleted e => [e.System.ToString()],
        SystemHealthChanged e => [e.System.ToString()],
        InstanceAdded e => [e.System.ToString()],
        InstanceStateChanged e => [e.System.ToString()],
        InstanceHealing e => [e.System.ToString()],
        _ => [],
    };

    public static SystemView? Apply(SystemView? view, JournalEntry entry, IRows rows) => (view, entry.Event.Body) switch
    {
        (_, SystemRequested e) => Requested(view ?? new SystemView(e.System, e.Name), e),
        (_, SystemDeleted) => null,
        (null, _) => null,
        (_, SystemDeleting) => view with { Health = SystemHealth.Deleting, Reasons = [], Since = entry.Time },
        (_, SystemHealthChanged e) => view with { Health = e.Health, Reasons = e.Reasons, Since = entry.Time },
        (_, InstanceAdded e) => Add(view, e, entry.Time),
        (_, InstanceStateChanged { State: InstanceState.Deleted } e) => Remove(view, e),
        (_, InstanceStateChanged e) => Change(view, e, entry.Time),
        (_, InstanceHealing e) => Each(
            view,
            instance => instance.Server == e.Server
                ? instance with { Healing = $"{e.Action}: {e.Reason}" }
                : instance),
        _ => view,
    };

    private static SystemView Requested(SystemView view, SystemRequested requested)
    {
        var former = view.Components.ToDictionary(component => component.Name, StringComparer.Ordinal);
        var wanted = requested.Spec.Components.Select(spec => new ComponentView(
            spec.Name, spec.Count, spec, former.GetValueOrDefault(spec.Name)?.Instances ?? []));
        // What is no longer wanted is shown until its instances are gone.
        var leaving = view.Components
            .Where(component => component.Instances.Count > 0)
            .Where(component => requested.Spec.Components.All(spec => spec.Name != component.Name))
            .Select(component => component with { Count = 0 });
        return view with
        {
            Name = requested.Name,
            Heal = requested.Spec.Heal,
            Health = SystemHealth.Deploying,
            Components = [.. wanted, .. leaving],
        };
    }

    private static SystemView Add(SystemView view, InstanceAdded added, DateTimeOffset time)
    {
        var instance = new InstanceView(
            added.Index, added.Server, added.Name, InstanceState.Waiting, [], null, time);
        return InComponent(view, added.Component, instances =>
            [.. instances.Where(other => other.Index != added.Index).Append(instance).OrderBy(other => other.Index)]);
    }

    private static SystemView Change(SystemView view, InstanceStateChanged changed, DateTimeOffset time) => Each(
        view,
        instance => instance.Server != changed.Server
            ? instance
            : instance with
            {
                State = changed.State,
                Addresses = changed.Addresses,
                Reason = changed.Reason,
                Since = time,
                Healing = changed.State == InstanceState.Healthy ? null : instance.Healing,
            });

    private static SystemView Remove(SystemView view, InstanceStateChanged changed)
    {
        var emptied = InComponent(view, changed.Component, instances =>
            [.. instances.Where(instance => instance.Server != changed.Server)]);
        return emptied with
        {
            Components = [.. emptied.Components.Where(c => c.Count > 0 || c.Instances.Count > 0 || c.Spec.Count == 0)],
        };
    }

    private static SystemView InComponent(
        SystemView view, string name, Func<IReadOnlyList<InstanceView>, IReadOnlyList<InstanceView>> change) =>
        view with
        {
            Components =
            [
                .. view.Components.Select(component =>
                    component.Name == name ? component with { Instances = change(component.Instances) } : component),
            ],
        };

    private static SystemView Each(SystemView view, Func<InstanceView, InstanceView> change) => view with
    {
        Components =
        [
            .. view.Components.Select(component =>
                component with { Instances = [.. component.Instances.Select(change)] }),
        ],
    };
}
