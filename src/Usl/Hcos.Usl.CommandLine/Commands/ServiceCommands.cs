using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.CommandLine.Output;
using Hcos.Usl.Services;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>The registry of operations: what there is, what it takes, and a way to call any of it.</summary>
internal static class ServiceCommands
{
    public static Command Describe(ConnectionOptions options)
    {
        var command = new Command("describe", Texts.WithExample(
            "Shows what an operation takes and does.", "services describe servers.create"));
        var name = new Argument<string>("OPERATION") { Description = "its name: servers.create" };
        command.Add(name);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var path = ApiClient.Address("/v1/services/{id}", invocation.Parsed.GetValue(name));
            Printer.Object(invocation, await invocation.Api.GetAsync(path, cancellationToken).ConfigureAwait(false));
            return 0;
        });
        return command;
    }

    public static Command Call(ConnectionOptions options, TimeProvider time)
    {
        var command = new Command("call", Texts.WithExample(
            "Calls any operation with a body of JSON.", "services call servers.stop web-1 --body '{\"force\":true}'"));
        var name = new Argument<string>("OPERATION") { Description = "its name: servers.create" };
        var subject = new Argument<string?>("SUBJECT") { Description = "name or id", Arity = ArgumentArity.ZeroOrOne };
        var body = new Option<string?>("--body") { Description = "members as a JSON object" };
        command.Add(name);
        command.Add(subject);
        command.Add(body);
        var ending = new EndingOptions(command);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var parsed = invocation.Parsed;
            var operation = OperationTable.OfContracts().Find(parsed.GetValue(name)!)
                ?? throw new CommandFailedException(
                    $"there is no operation {parsed.GetValue(name)}; see: services list");
            var named = parsed.GetValue(subject);
            if (operation.HasSubject && named is null)
            {
                throw new CommandFailedException($"{operation.Name} needs a subject");
            }

            var answer = await invocation.Api.SendAsync(
                new HttpMethod(operation.Method),
                ApiClient.Address(operation.Route, named),
                parsed.GetValue(body),
                "application/json",
                operation.Kind == OperationKind.Write ? Guid.CreateVersion7(time.GetUtcNow()).ToString() : null,
                cancellationToken).ConfigureAwait(false);
            if (operation.Kind == OperationKind.Write)
            {
                return await ending.EndAsync(invocation, answer, time, cancellationToken).ConfigureAwait(false);
            }

            Printer.Object(invocation, answer);
            return 0;
        });
        return command;
    }
}
