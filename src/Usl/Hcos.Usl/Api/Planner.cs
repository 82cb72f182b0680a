using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Contracts;
using Hcos.Kernel.Messages;
using Hcos.Usl.Services;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>Asks the layer concerned what a command would do; nothing changes.</summary>
internal sealed class Planner(ApiDesk desk)
{
    private static readonly MethodInfo AskMethod =
        typeof(Planner).GetMethod(nameof(AskAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    public async Task AnswerAsync(
        HttpContext context, OperationDescriptor operation, ICommand command, CancellationToken cancellationToken)
    {
        var (question, answer) = QuestionOf(command);
        var asked = (Task<JsonNode?>)AskMethod.MakeGenericMethod(answer)
            .Invoke(this, [operation.Layer, question, cancellationToken])!;
        var plan = new JsonObject { ["operation"] = operation.Name, ["plan"] = await asked.ConfigureAwait(false) };
        await Json.WriteAsync(context, plan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The question of the contracts whose one member is the command.</summary>
    private static (IMessage Question, Type Answer) QuestionOf(ICommand command)
    {
        foreach (var type in typeof(OperationAttribute).Assembly.GetTypes())
        {
            var answer = Array.Find(
                type.GetInterfaces(),
                i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuestion<>));
            if (answer is null || type.GetConstructor([command.GetType()]) is not { } constructor) continue;
            return ((IMessage)constructor.Invoke([command]), answer.GetGenericArguments()[0]);
        }

        throw new InvalidOperationException($"{command.GetType()} is plannable, and nobody can be asked about it");
    }

    private async Task<JsonNode?> AskAsync<TAnswer>(
        string layer, IQuestion<TAnswer> question, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeToNode(
            await desk.AskAsync(layer, question, desk.Options.LongestQuestion, cancellationToken).ConfigureAwait(false),
            desk.Seams.Catalog.Json);
}
