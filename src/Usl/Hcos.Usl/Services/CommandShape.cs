using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Hcos.Contracts;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Services;

/// <summary>A command as its record declares it: the parameters of its constructor and what they mean.</summary>
internal static class CommandShape
{
    /// <summary>The constructor that the record's positional members belong to.</summary>
    public static ConstructorInfo ConstructorOf(Type command) => command.GetConstructors()
        .OrderByDescending(constructor => constructor.GetParameters().Length).First();

    /// <summary>Whether a member says whom the operation concerns.</summary>
    public static bool IsSubject(Type command, ParameterInfo parameter) =>
        Has<SubjectAttribute>(command, parameter);

    /// <summary>The member that says whom the operation concerns.</summary>
    public static string SubjectOf(Type command) =>
        ConstructorOf(command).GetParameters().First(parameter => IsSubject(command, parameter)).Name!;

    /// <summary>Whether the platform fills a member in.</summary>
    public static bool IsFilledIn(Type command, ParameterInfo parameter) =>
        Has<FilledInAttribute>(command, parameter);

    /// <summary>The members that clients can set.</summary>
    public static IReadOnlyList<OperationMember> MembersOf(Type command) =>
    [
        .. ConstructorOf(command).GetParameters()
            .Where(parameter => !IsSubject(command, parameter) && !IsFilledIn(command, parameter))
            .Select(parameter => MemberOf(command, parameter)),
    ];

    private static OperationMember MemberOf(Type command, ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var name = Words.Camel(parameter.Name!);
        var range = Find<RangeAttribute>(command, parameter);
        var kind = KindOf(type, name);
        return new OperationMember(
            name,
            kind,
            type,
            !parameter.HasDefaultValue,
            parameter.HasDefaultValue ? parameter.DefaultValue : null,
            Find<HelpAttribute>(command, parameter)?.Text ?? "")
        {
            Noun = Find<ReferenceAttribute>(command, parameter)?.Noun
                ?? (kind == MemberKind.Reference ? Words.NounOf(type) : null),
            Least = range is null
                ? (kind == MemberKind.Size ? 0 : null)
                : Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture),
            Most = range is null ? null : Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture),
            Values = type.IsEnum ? Words.ValuesOf(type) : [],
        };
    }

    private static MemberKind KindOf(Type type, string name) => type switch
    {
        _ when type == typeof(string) => MemberKind.Text,
        _ when type == typeof(long) && name.EndsWith("Bytes", StringComparison.Ordinal) => MemberKind.Size,
        _ when type == typeof(int) || type == typeof(long) => MemberKind.Integer,
        _ when type == typeof(bool) => MemberKind.Boolean,
        _ when type.IsEnum => MemberKind.Word,
        _ when IsTypedId(type) => MemberKind.Reference,
        _ => MemberKind.Description,
    };

    private static bool IsTypedId(Type type) => Array.Exists(
        type.GetInterfaces(),
        i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>));

    private static bool Has<TAttribute>(Type command, ParameterInfo parameter) where TAttribute : Attribute =>
        Find<TAttribute>(command, parameter) is not null;

    /// <summary>An attribute may stand on the parameter or on the property made from it.</summary>
    private static TAttribute? Find<TAttribute>(Type command, ParameterInfo parameter) where TAttribute : Attribute =>
        parameter.GetCustomAttribute<TAttribute>()
        ?? command.GetProperty(parameter.Name!)?.GetCustomAttribute<TAttribute>();
}
