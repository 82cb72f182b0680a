using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;
using System.Text.Json.Nodes;
using Hcos.Usl.Services;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>The command of an operation that changes something. It waits for the end, unless told otherwise.</summary>
internal static class WriteCommand
{
    public static Command Of(OperationDescriptor operation, ConnectionOptions options, TimeProvider time)
    {
        var command = new Command(operation.Verb, Texts.WithExample(operation.Summary, operation.Example));
        var subject = operation.HasSubject ? new Argument<string>("NAME") { Description = "name or id" } : null;
        if (subject is not null) command.Add(subject);
        var members = operation.Members.Select(member => MemberOption.Of(member, operation.HasSubject)).ToList();
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
            var body = new JsonObject();
            foreach (var member in members)
            {
                if (member.Read(parsed) is { } value) body[member.Member.Name] = value;
            }

            if (observeOnly is not null && parsed.GetValue(observeOnly)) body["access"] = "observe-only";
            var content = operation.Members.Count == 0 ? null : body.ToJsonString();
            return await sending.SendAsync(
                invocation,
                new HttpMethod(operation.Method),
                operation.Route,
                subject is null ? null : parsed.GetValue(subject),
                content is null ? null : (content, "application/json"),
                time,
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static Option<bool>? ObserveOnly(OperationDescriptor operation, Command command)
    {
        if (!operation.Members.Any(member => member.Values.Contains("observe-only"))) return null;
        var option = new Option<bool>("--observe-only") { Description = "the same as --access observe-only" };
        command.Add(option);
        return option;
    }
}
