using System.Text.Json.Nodes;
using Hcos.Contracts.Usl;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;
using Hcos.Usl.Api;
using Hcos.Usl.Operations;
using Hcos.Usl.Services;
using Microsoft.Extensions.Logging;

namespace Hcos.Usl.Outside;

/// <summary>
/// Commands from outside become operations, checked like requests to the API. The answer is an event, as everywhere;
/// a command that cannot become an operation is named in the log and ignored.
/// </summary>
internal sealed class OutsideCommands(ApiDesk desk, UslOptions options, ILogger logger)
{
    private readonly WriteEndpoint _writes = new(desk);
    private readonly NameResolver _resolver = new(desk);

    /// <summary>Takes a command on; completes when the operation is committed.</summary>
    public async Task TakeAsync(OutsideCommand command, CancellationToken cancellationToken)
    {
        try
        {
            if (!options.OutsideUsers.Contains(command.User))
            {
                throw new ProblemException(403, "forbidden", "USL's configuration does not name this user");
            }

            var operation = desk.Table.All.FirstOrDefault(known => known.Message == command.Type)
                ?? throw new ProblemException(404, "no-operation", "nobody may ask for this from outside");
            await StartAsync(command, operation, cancellationToken).ConfigureAwait(false);
        }
        catch (ProblemException refused) when (refused.Status < 500)
        {
            Log.OutsideCommandRefused(logger, command.Type.Name, command.Id, command.User, refused.Code);
        }
    }

    private async Task StartAsync(
        OutsideCommand command, OperationDescriptor operation, CancellationToken cancellationToken)
    {
        var id = DerivedId.From("operation", command.User, command.Id.ToString());
        var body = BodyOf(command);
        var named = Words.Camel(CommandShape.SubjectOf(operation.Message!));
        var subject = (string?)body[named] ?? throw new ProblemException(
            400, "no-subject", $"the command does not say {named}");
        var until = _writes.CreationUntil(operation.Subject(subject));
        var read = await new CommandReader(desk, _resolver)
            .ReadAsync(operation, Known(operation, body), subject, until, cancellationToken).ConfigureAwait(false);
        var start = new StartOperation(
            new OperationId(id),
            operation.Name,
            operation.Subject(subject),
            operation.Layer,
            read,
            operation.DeadlineSeconds + (int)desk.Options.OperationGrace.TotalSeconds,
            "");
        await _writes.SubmitAsync(start, command.User, cancellationToken).ConfigureAwait(false);
    }

    private static JsonObject BodyOf(OutsideCommand command)
    {
        try
        {
            return JsonNode.Parse(command.Json)!.AsObject();
        }
        catch (Exception wrong) when (wrong is System.Text.Json.JsonException or InvalidOperationException)
        {
            throw new ProblemException(400, "malformed", "the command is no JSON object");
        }
    }

    /// <summary>What a client may set; a serialiser also writes what the platform fills in.</summary>
    private static JsonObject Known(OperationDescriptor operation, JsonObject body)
    {
        var known = new JsonObject();
        foreach (var member in operation.Members)
        {
            if (body[member.Name] is { } value) known[member.Name] = value.DeepClone();
        }

        return known;
    }
}
