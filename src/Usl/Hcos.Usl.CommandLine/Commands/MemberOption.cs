using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.Usl.Services;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>A member of an operation on the command line, and its value in the request's body.</summary>
/// <param name="Member">The member.</param>
/// <param name="Symbol">Its option or argument.</param>
/// <param name="Read">Its value as JSON; null when it was not given.</param>
internal sealed record MemberOption(OperationMember Member, Symbol Symbol, Func<ParseResult, JsonNode?> Read)
{
    /// <summary>The body of a request: what was given of its members.</summary>
    public static JsonObject BodyOf(IEnumerable<MemberOption> members, ParseResult parsed)
    {
        var body = new JsonObject();
        foreach (var member in members)
        {
            if (member.Read(parsed) is { } value) body[member.Member.Name] = value;
        }

        return body;
    }

    /// <summary>
    /// The option of a member. The name of what is made is an argument, unless the one argument already says whom the
    /// operation concerns.
    /// </summary>
    public static MemberOption Of(OperationMember member, bool hasSubject)
    {
        if (!hasSubject && member is { Name: "name", IsRequired: true }) return Name(member);
        return member.Kind switch
        {
            MemberKind.Boolean => Boolean(member),
            MemberKind.Integer => Integer(member),
            MemberKind.Size => Size(member),
            _ => Text(member),
        };
    }

    private static MemberOption Name(OperationMember member)
    {
        var argument = new Argument<string>("NAME") { Description = member.Help };
        return new MemberOption(member, argument, parsed => parsed.GetValue(argument));
    }

    private static MemberOption Boolean(OperationMember member)
    {
        var option = new Option<bool?>($"--{member.Option}") { Description = member.Help };
        return new MemberOption(member, option, parsed => parsed.GetValue(option) is { } value ? value : null);
    }

    private static MemberOption Integer(OperationMember member)
    {
        var option = new Option<string?>($"--{member.Option}")
        {
            Description = member.Help,
            Required = member.IsRequired,
            HelpName = "NUMBER",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Whole(text) is null)
            {
                result.AddError($"--{member.Option}: '{text}' is not a whole number");
            }
        });
        return new MemberOption(
            member,
            option,
            parsed => parsed.GetValue(option) is { } text && Whole(text) is { } whole ? whole : null);
    }

    private static MemberOption Size(OperationMember member)
    {
        var option = new Option<string?>($"--{member.Option}")
        {
            Description = member.Help,
            Required = member.IsRequired,
            HelpName = "SIZE",
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Sizes.Parse(text) is null)
            {
                result.AddError($"--{member.Option}: '{text}' is not a size; write 128MiB");
            }
        });
        return new MemberOption(
            member,
            option,
            parsed => parsed.GetValue(option) is { } text && Sizes.Parse(text) is { } size ? size : null);
    }

    private static MemberOption Text(OperationMember member)
    {
        var option = new Option<string?>($"--{member.Option}")
        {
            Description = member.Help,
            Required = member.IsRequired,
            HelpName = member.Noun is null ? "TEXT" : "NAME",
        };
        if (member.Values.Count > 0) option.AcceptOnlyFromAmong([.. member.Values]);
        return new MemberOption(member, option, parsed => parsed.GetValue(option));
    }

    private static long? Whole(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
}
