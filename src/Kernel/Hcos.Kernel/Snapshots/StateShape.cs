using System.Security.Cryptography;
using System.Text;

namespace Hcos.Kernel.Snapshots;

/// <summary>
/// The version of a layer's snapshots: a hash over the fields of all its states, and over the builds of the code that
/// folds them. Whoever folds otherwise reads the log instead.
/// </summary>
internal sealed class StateShape
{
    private const string Format = "1";
    private const int Length = 32;
    private readonly SortedDictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _builds = new(StringComparer.Ordinal);

    private StateShape()
    {
    }

    public static string Of(IEnumerable<Type> states)
    {
        var shape = new StateShape();
        shape.Add(typeof(StateShape));
        foreach (var state in states) shape.Add(state);
        var text = new StringBuilder(Format);
        foreach (var build in shape._builds) text.Append('\n').Append(build);
        foreach (var (name, fields) in shape._types) text.Append('\n').Append(name).Append(fields);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToHexStringLower(hash)[..Length];
    }

    private void Add(Type type)
    {
        foreach (var argument in type.GetGenericArguments()) Add(argument);
        if (type.GetElementType() is { } element) Add(element);
        if (IsForeign(type) || !_types.TryAdd(type.FullName!, "")) return;
        _builds.Add($"{type.Assembly.GetName().Name} {type.Module.ModuleVersionId}");
        var fields = FieldAccess.Of(type);
        _types[type.FullName!] =
            string.Concat(fields.Select(field => $" {field.Key}:{field.Value.FieldType}"));
        foreach (var field in fields.Values) Add(field.FieldType);
        if (!type.IsAbstract || type.IsInterface) return;
        foreach (var member in StateJson.Members(type)) Add(member);
    }

    private static bool IsForeign(Type type) =>
        type.FullName is null || type.Namespace is null or "System"
        || type.Namespace.StartsWith("System.", StringComparison.Ordinal);
}
