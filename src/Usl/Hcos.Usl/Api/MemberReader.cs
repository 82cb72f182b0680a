using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Contracts.Arml.Resources;
using Hcos.Usl.Services;

namespace Hcos.Usl.Api;

/// <summary>Reads one member of a request's body. Pure; what cannot be read is told with the member's name.</summary>
internal static class MemberReader
{
    private const int LongestText = 4_096;

    /// <summary>The value of a member that is no reference.</summary>
    /// <param name="member">What is expected.</param>
    /// <param name="node">What was sent; not null.</param>
    /// <param name="options">How descriptions are read.</param>
    public static object? Read(OperationMember member, JsonNode node, JsonSerializerOptions options) =>
        member.Kind switch
        {
            MemberKind.Text => Text(member, node),
            MemberKind.Integer when member.Type == typeof(int) => (int)Integer(member, node),
            MemberKind.Integer => Integer(member, node),
            MemberKind.Size => Size(member, node),
            MemberKind.Boolean => node.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => throw Wrong(member, node, "true or false"),
            },
            MemberKind.Word => Word(member, node),
            _ => Description(member, node, options),
        };

    /// <summary>A text of bounded length without zero characters.</summary>
    public static string Text(OperationMember member, JsonNode node)
    {
        if (node.GetValueKind() != JsonValueKind.String) throw Wrong(member, node, "a text");
        var text = node.GetValue<string>();
        var longest = member.Name == "userData" ? ServerLimits.MostUserDataBytes : LongestText;
        if (text.Length > longest || text.Contains('\0', StringComparison.Ordinal))
        {
            throw Problems.Invalid(
                "invalid-value",
                $"'{member.Name}' has {text.Length} characters or a zero character among them",
                $"it takes up to {longest} characters");
        }

        if (member.Name == "name" && !ResourceNames.IsValid(text))
        {
            throw Problems.Invalid(
                "invalid-name", $"{Problems.Shown(text)} cannot be a name", $"a name has {ResourceNames.Rule}");
        }

        return text;
    }

    private static long Integer(OperationMember member, JsonNode node)
    {
        var number = Whole(member, node);
        Check(member, number);
        return number;
    }

    private static long Size(OperationMember member, JsonNode node)
    {
        var bytes = node.GetValueKind() == JsonValueKind.String
            ? Sizes.Parse(node.GetValue<string>()) ?? throw Wrong(member, node, "a size: bytes, or 128MiB")
            : Whole(member, node);
        Check(member, bytes);
        return bytes;
    }

    private static long Whole(OperationMember member, JsonNode node) =>
        node.GetValueKind() == JsonValueKind.Number
        && long.TryParse(
            node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : throw Wrong(member, node, "a whole number");

    private static void Check(OperationMember member, long number)
    {
        var isTooLarge = member.Type == typeof(int) && number is < int.MinValue or > int.MaxValue;
        if (isTooLarge || number < member.Least || number > member.Most) throw OutOfRange(member, number);
    }

    private static object Word(OperationMember member, JsonNode node)
    {
        var word = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
        var index = word is null ? -1 : member.Values.ToList().IndexOf(word);
        return index >= 0
            ? Enum.GetValues(member.Type).GetValue(index)!
            : throw Wrong(member, node, $"one of {string.Join(", ", member.Values)}");
    }

    private static object? Description(OperationMember member, JsonNode node, JsonSerializerOptions options)
    {
        try
        {
            return node.Deserialize(member.Type, options);
        }
        catch (JsonException error)
        {
            throw Problems.Invalid("invalid-value", $"'{member.Name}' cannot be read at {error.Path}", member.Help);
        }
    }

    private static ProblemException Wrong(OperationMember member, JsonNode node, string expected) => Problems.Invalid(
        "invalid-value",
        $"'{member.Name}' is {Problems.Shown(node.ToJsonString())}; expected is {expected}",
        member.Help);

    private static ProblemException OutOfRange(OperationMember member, long number) => Problems.Invalid(
        "invalid-value",
        $"'{member.Name}' is {number}; it may be {Bound(member.Least)} to {Bound(member.Most)}",
        member.Help);

    private static string Bound(long? bound) => bound?.ToString(CultureInfo.InvariantCulture) ?? "anything";
}
