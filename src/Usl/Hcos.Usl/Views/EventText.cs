using System.Collections.Frozen;
using System.Reflection;
using Hcos.Contracts;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Esl;
using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;
using Hcos.Usl.Services;

namespace Hcos.Usl.Views;

/// <summary>Events in words, for progress lines and traces.</summary>
internal static class EventText
{
    private static readonly FrozenDictionary<Type, PropertyInfo> Subjects = typeof(OperationAttribute).Assembly
        .GetTypes()
        .Where(type => type.IsAssignableTo(typeof(IEvent)))
        .Select(type => KeyValuePair.Create(type, FindSubject(type)!))
        .Where(pair => pair.Value is not null)
        .ToFrozenDictionary();

    /// <summary>Whom an event concerns, by its first id: <c>servers/ID</c>; null when it has none.</summary>
    public static string? SubjectOf(IEvent happened) =>
        Subjects.GetValueOrDefault(happened.GetType()) is { } subject
        && subject.GetValue(happened) is { } value
            ? $"{Words.NounOf(subject.PropertyType)}/{value}"
            : null;

    /// <summary>What happened.</summary>
    public static string Of(IEvent happened, MessageCatalog catalog) => happened switch
    {
        ServerRequested e => $"server {e.Name} is wanted",
        ServerPlaced e => $"server {e.Spec.Name} goes to host {e.Decision.HostName}",
        ServerStateChanged { Size: { } size } e => $"{Text(e)}; it is seen with {Text(size)}",
        ServerStateChanged e => Text(e),
        ServerTaskBegun e => $"{Words.Kebab(e.Kind.ToString())} of the server begins",
        ServerTaskEnded e =>
            $"{Words.Kebab(e.Kind.ToString())} of the server: {Words.Kebab(e.Outcome.ToString())}{Because(e.Reason)}",
        ServerResized { Size: { } size } => $"server has {Text(size)}",
        ServerDeleted e => $"server {e.Name} is gone",
        ServersRequested e => $"{e.Members.Count} servers from {e.Members[0].Name} on are wanted",
        ServerNotBegun e => $"a server was not begun{Because(e.Reason)}",
        SeriesMemberEnded e => $"one of many: {Words.Kebab(e.Outcome.ToString())}{Because(e.Reason)}",
        SeriesUndoing e => $"{e.Servers.Count} servers go again, because all or none are wanted{Because(e.Reason)}",
        ServersAdopting e => $"{e.Adopts.Count} servers are adopted, {e.Leaves.Count} are left as found",
        ServerAdopting e => $"{e.Native.NativeName} is adopted as server {e.Native.Name}",
        ServerNotAdopted e => $"{e.Left.NativeName} is left as found{Because(e.Left.Reason)}",
        CapacityClaimed { Adopted: not null } e => $"what {e.Spec.Name} takes is in the books",
        OrphanFound e => $"{e.Name} is nobody's",
        OrphansReaping e => $"{e.Reaps.Count} orphans are reaped, {e.Keeps.Count} are kept",
        CapacityClaimed e => $"capacity is claimed for {e.Spec.Name}",
        ResourceProvisioned e => $"{e.Object.Name} is made",
        ResourceFailed e => $"the resource could not be made{Because(e.Reason)}",
        ResourceStatusChanged e => $"the resource is {Words.Kebab(e.State.ToString())}{Because(e.Reason)}",
        ResourceObserved e => $"{e.Object.Name} is seen {Words.Kebab(e.Object.State.ToString())}",
        ResourceStateObserved e => $"a resource is seen {Words.Kebab(e.State.ToString())}{Because(e.Evidence.Detail)}",
        DriverTaskEnded e =>
            $"driver {Words.Kebab(e.Action.ToString())}: {Words.Kebab(e.Outcome.ToString())}{Because(e.Reason)}",
        SystemRequested e => $"business system {e.Name} is wanted",
        InstanceAdded e => $"{e.Name} is added to {e.Component}",
        InstanceStateChanged e =>
            $"{e.Component} {e.Index} is {Words.Kebab(e.State.ToString())}{List(e.Addresses)}{Because(e.Reason)}",
        InstanceHealing e => $"healing by {e.Action}{Because(e.Reason)}",
        SystemHealthChanged e => $"business system is {Words.Kebab(e.Health.ToString())}{List(e.Reasons)}",
        OperationEnded e => $"operation: {Words.Kebab(e.Outcome.ToString())}{Because(e.Reason)}",
        CommandSettled e => $"a command was answered: {e.Code}{Because(e.Reason)}",
        ITaskEnded e => $"{Generic(happened, catalog)}: {Words.Kebab(e.Outcome.ToString())}{Because(e.Reason)}",
        _ => Generic(happened, catalog),
    };

    private static string Generic(IEvent happened, MessageCatalog catalog)
    {
        var parts = catalog.NameOf(happened.GetType()).Split('.');
        return parts.Length > 1 ? Words.Spaced(parts[1]) : parts[0];
    }

    private static string Text(ServerStateChanged e) =>
        $"server is {Words.Kebab(e.State.ToString())}{List(e.Addresses)}{Because(e.Reason)}";

    private static string Text(ServerSize size) => $"{size.Vcpus} vcpus and {size.MemoryBytes} bytes of memory";

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $" ({reason})";

    private static string List(IReadOnlyList<string> items) => items.Count == 0 ? "" : $" [{string.Join(", ", items)}]";

    private static PropertyInfo? FindSubject(Type type) => Array.Find(
        type.GetProperties(),
        property => property.PropertyType.Name.EndsWith("Id", StringComparison.Ordinal)
            && Array.Exists(
                property.PropertyType.GetInterfaces(),
                i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>)));
}
