using System.Reflection;
using Hcos.Kernel.Messages;
using Hcos.Usl.Services;

namespace Hcos.Usl.Api;

/// <summary>What rows are wanted: fields and the text each must have.</summary>
internal static class ListFilter
{
    /// <summary>Fields that are only known when a row is read: its state may be unknown, its age grows.</summary>
    private static readonly string[] Derived = ["state", "environmentName"];

    /// <summary>Reads <c>field=value,field.field=value</c>.</summary>
    /// <param name="text">What the client sent.</param>
    /// <param name="row">What a row looks like.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string? text, Type row)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var filter = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Split(','))
        {
            var split = part.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
            {
                throw Problems.Invalid(
                    "invalid-filter",
                    $"{Problems.Shown(part)} is not field=value",
                    "write filter=state=running,kind=server");
            }

            var field = part[..split].Trim();
            if (!IsDerived(field) && !IsField(row, field.Split('.')))
            {
                throw Problems.Invalid(
                    "unknown-field", $"there is no field {Problems.Shown(field)}", $"there are {Fields(row)}");
            }

            filter.Add(KeyValuePair.Create(field, part[(split + 1)..].Trim()));
        }

        return filter;
    }

    /// <summary>Whether a field is only known when a row is read.</summary>
    public static bool IsDerived(string field) => Derived.Contains(field);

    private static bool IsField(Type type, ReadOnlySpan<string> path)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (path.Length == 0) return true;
        if (IsScalar(plain)) return false;
        var name = path[0];
        var property = Array.Find(plain.GetProperties(), candidate => Words.Camel(candidate.Name) == name);
        return property is not null && IsField(property.PropertyType, path[1..]);
    }

    private static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Guid)
        || type == typeof(DateTimeOffset)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        || Array.Exists(
            type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>));

    private static string Fields(Type row) => string.Join(
        ", ",
        row.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.Name is not "TokenHash" and not "RequestHash")
            .Select(property => Words.Camel(property.Name)).Order(StringComparer.Ordinal));
}
