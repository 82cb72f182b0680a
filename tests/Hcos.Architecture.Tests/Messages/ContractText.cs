using System.Reflection;
using System.Text;
using System.Text.Json;
using Hcos.Kernel.Messages;

namespace Hcos.Architecture.Tests.Messages;

/// <summary>Writes down everything that travels, so that a contract changes only on purpose and visibly.</summary>
internal static class ContractText
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Write()
    {
        var text = new StringBuilder("# Every message with its fields, then the types they carry; from a test.\n");
        foreach (var message in ContractTypes.Messages) WriteMessage(text, message);
        var carried = ContractTypes.CarriedBy(ContractTypes.Messages).Except(ContractTypes.Messages);
        foreach (var type in carried.OrderBy(type => type.FullName, StringComparer.Ordinal)) WriteType(text, type);
        return text.ToString();
    }

    private static void WriteMessage(StringBuilder text, Type message)
    {
        var kind = typeof(ICommand).IsAssignableFrom(message) ? "command"
            : typeof(IEvent).IsAssignableFrom(message) ? "event" : "question";
        var answer = message.GetInterfaces().FirstOrDefault(
            type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IQuestion<>));
        var answers = answer is null ? string.Empty : $" -> {NameOf(answer.GetGenericArguments()[0])}";
        text.Append('\n').Append(ContractTypes.NameOf(message)).Append(' ').Append(kind).Append(answers).Append('\n');
        WriteFields(text, message);
    }

    private static void WriteType(StringBuilder text, Type type)
    {
        if (type.IsEnum)
        {
            var values = Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);
            text.Append("\ntype ").Append(NameOf(type)).Append(": ").AppendJoin(" | ", values).Append('\n');
            return;
        }

        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>)))
        {
            text.Append("\ntype ").Append(NameOf(type)).Append(": id\n");
            return;
        }

        text.Append("\ntype ").Append(NameOf(type)).Append('\n');
        WriteFields(text, type);
    }

    private static void WriteFields(StringBuilder text, Type type)
    {
        foreach (var property in type.GetProperties(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            if (property is not { CanRead: true, CanWrite: true } || property.GetIndexParameters() is not []) continue;
            var isOptional = Nullable.GetUnderlyingType(property.PropertyType) is not null
                || Nullability.Create(property).ReadState == NullabilityState.Nullable;
            text.Append("  ").Append(JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Append(": ")
                .Append(NameOf(property.PropertyType)).Append(isOptional ? "?" : string.Empty).Append('\n');
        }
    }

    private static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return NameOf(inner);
        if (type.IsArray) return $"[{NameOf(type.GetElementType()!)}]";
        if (!type.IsGenericType) return type.IsNested ? $"{NameOf(type.DeclaringType!)}.{type.Name}" : type.Name;
        var arguments = string.Join(", ", type.GetGenericArguments().Select(NameOf));
        return $"{type.Name.Split('`')[0]}<{arguments}>";
    }
}
