using System.CommandLine;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.Services;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>The command of an operation that changes something. It waits for the end, unless told otherwise.</summary>
internal static class WriteCommand
{
    private const string Count = "count";

    /// <summary>Makes the command.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="many">The same for many at once, which is called when a count is given; null for none.</param>
    /// <param name="options">Where the API is.</param>
    /// <param name="time">For waiting.</param>
    public static Command Of(
        OperationDescriptor operation, OperationDescriptor? many, ConnectionOptions options, TimeProvider time)
    {
        var command = new Command(operation.Verb, Texts.WithExample(operation.Summary, operation.Example));
        var subject = operation.HasSubject ? new Argument<string>("NAME") { Description = "name or id" } : null;
        if (subject is not null) command.Add(subject);
        var known = operation.Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var further = many?.Members.Where(member => !known.Contains(member.Name)) ?? [];
        var members = operation.Members.Select(member => MemberOption.Of(member, operation.HasSubject))
            .Concat(further.Select(member => MemberOption.Of(member with { IsRequired = false }, hasSubject: true)))
            .ToList();
        foreach (var member in members)
        {
            if (member.Symbol is Argument argument) command.Add(argument);
            else command.Add((Option)member.Symbol);
        }

        var sending = new PlanOptions(command);
        var observeOnly = ObserveOnly(operation, command);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var parsed = invocation.Parsed;
            var body = MemberOption.BodyOf(members, parsed);
            if (observeOnly is not null && parsed.GetValue(observeOnly)) body["access"] = "observe-only";
            var called = Called(operation, many, body);
            var content = operation.Members.Count == 0 ? null : body.ToJsonString();
            return await sending.SendAsync(
                invocation,
                new HttpMethod(called.Method),
                called.Route,
                subject is null ? null : parsed.GetValue(subject),
                content is null ? null : (content, "application/json"),
                time,
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static OperationDescriptor Called(OperationDescriptor one, OperationDescriptor? many, JsonObject body)
    {
        if (many is null || body.ContainsKey(Count)) return many ?? one;
        var further = body.Select(member => member.Key)
            .FirstOrDefault(name => !one.Members.Any(member => member.Name == name));
        return further is null
            ? one
            : throw new CommandFailedException($"--{Words.Kebab(further)} goes with --{Count}: say how many");
    }

    private static Option<bool>? ObserveOnly(OperationDescriptor operation, Command command)
    {
        if (!operation.Members.Any(member => member.Values.Contains("observe-only"))) return null;
        var option = new Option<bool>("--observe-only") { Description = "the same as --access observe-only" };
        command.Add(option);
        return option;
    }
}
