using System.Reflection;
using Hcos.Contracts;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Services;

/// <summary>Every operation of every layer: the writes as the contracts declare them, and USL's own reads.</summary>
internal sealed class OperationTable
{
    private readonly SortedDictionary<string, OperationDescriptor> _byName = new(StringComparer.Ordinal);

    /// <summary>Collects the operations declared in some assemblies.</summary>
    public OperationTable(IEnumerable<Assembly> contracts)
    {
        foreach (var type in contracts.SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.GetCustomAttribute<OperationAttribute>() is { } declared) Add(Describe(type, declared));
        }

        foreach (var read in ReadTable.All) Add(read);
    }

    /// <summary>The operations of HCOS's contracts.</summary>
    public static OperationTable OfContracts() => new([typeof(OperationAttribute).Assembly]);

    /// <summary>All, by name.</summary>
    public IReadOnlyCollection<OperationDescriptor> All => _byName.Values;

    /// <summary>One by name; null when there is none.</summary>
    public OperationDescriptor? Find(string name) => _byName.GetValueOrDefault(name);

    private static OperationDescriptor Describe(Type type, OperationAttribute declared)
    {
        var name = type.GetCustomAttribute<MessageNameAttribute>()?.Name
            ?? throw new InvalidOperationException($"{type} is an operation without a message name");
        var (method, route) = RouteOf(declared.Name);
        return new OperationDescriptor(declared.Name, OperationKind.Write, declared.Summary, method, route)
        {
            Example = declared.Example,
            Permission = declared.Permission ?? declared.Name,
            Layer = name[..name.IndexOf('.', StringComparison.Ordinal)],
            DeadlineSeconds = declared.DeadlineSeconds,
            Message = type,
            SubjectNoun = SubjectOf(type),
            Members = CommandShape.MembersOf(type),
        };
    }

    private static string? SubjectOf(Type type)
    {
        var subject = Array.Find(
            CommandShape.ConstructorOf(type).GetParameters(), parameter => CommandShape.IsSubject(type, parameter));
        return subject is null || subject.ParameterType == typeof(string) ? null : Words.NounOf(subject.ParameterType);
    }

    private static (string Method, string Route) RouteOf(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (noun, verb) = (name[..dot], name[(dot + 1)..]);
        return verb switch
        {
            "create" or "add" or "deploy" => ("POST", $"/v1/{noun}"),
            // What they concern is told by their members, and gets its id from the call.
            "adopt" or "create-many" or "reap" => ("POST", $"/v1/{noun}/{verb}"),
            "set" => ("PATCH", $"/v1/{noun}/{{id}}"),
            "delete" or "remove" => ("DELETE", $"/v1/{noun}/{{id}}"),
            _ => ("POST", $"/v1/{noun}/{{id}}/{verb}"),
        };
    }

    private void Add(OperationDescriptor operation)
    {
        if (!_byName.TryAdd(operation.Name, operation))
        {
            throw new InvalidOperationException($"two operations are named {operation.Name}");
        }
    }
}
