using System.Reflection;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Messages;

namespace Hcos.Architecture.Tests.Messages;

/// <summary>The messages of the contracts, and the types that they carry.</summary>
internal static class ContractTypes
{
    public static Assembly Assembly { get; } = typeof(ResourceKey).Assembly;

    /// <summary>Every command, event and question of the contracts, by name.</summary>
    public static IReadOnlyList<Type> Messages { get; } =
        [.. Assembly.GetTypes()
            .Where(type => typeof(IMessage).IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false })
            .OrderBy(type => type.GetCustomAttribute<MessageNameAttribute>()?.Name ?? type.FullName,
                StringComparer.Ordinal)];

    public static string NameOf(Type message) =>
        message.GetCustomAttribute<MessageNameAttribute>()?.Name ?? string.Empty;

    /// <summary>The layer whose folder of the contracts a type lies in: <c>Arml</c>.</summary>
    public static string LayerOf(Type type) => type.Namespace!.Split('.').ElementAtOrDefault(2) ?? string.Empty;

    /// <summary>Some messages, and all types of the contracts that travel inside them.</summary>
    public static HashSet<Type> CarriedBy(IEnumerable<Type> messages)
    {
        var carried = new HashSet<Type>();
        foreach (var message in messages) Add(message, carried);
        return carried;
    }

    /// <summary>What a type has on the wire, in the order of its constructor.</summary>
    public static IEnumerable<(string Name, Type Type)> FieldsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property is { CanRead: true, CanWrite: true } && property.GetIndexParameters() is [])
            .Select(property => (property.Name, property.PropertyType));

    private static void Add(Type type, HashSet<Type> carried)
    {
        foreach (var argument in type.GetGenericArguments()) Add(argument, carried);
        if (type.IsArray) Add(type.GetElementType()!, carried);
        if (type.Assembly != Assembly || !carried.Add(type)) return;
        foreach (var (_, fieldType) in FieldsOf(type)) Add(fieldType, carried);
        foreach (var member in Assembly.GetTypes().Where(other => other.BaseType == type)) Add(member, carried);
        foreach (var answer in type.GetInterfaces()) Add(answer, carried);
        if (type.DeclaringType is { } outer) Add(outer, carried);
    }
}
