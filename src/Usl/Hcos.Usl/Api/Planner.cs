using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Contracts;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;
using Hcos.Usl.Operations;
using Hcos.Usl.Services;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>
/// Asks the layer concerned what a command would do; nothing changes. A plan can be carried out as it was shown, or
/// not at all.
/// </summary>
internal sealed class Planner(ApiDesk desk)
{
    private static readonly MethodInfo AskMethod =
        typeof(Planner).GetMethod(nameof(AskAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static readonly FrozenDictionary<Type, (ConstructorInfo Question, Type Answer)> Questions =
        FindQuestions().ToFrozenDictionary();

    /// <summary>What an operation would do, with what its layer has to say beside.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="command">Its command.</param>
    /// <param name="nonce">The nonce of the plan.</param>
    /// <param name="id">The operation's id, which follows from the nonce.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JsonObject> PlanAsync(
        OperationDescriptor operation, ICommand command, string nonce, Guid id, CancellationToken cancellationToken)
    {
        var plan = await ForeseeAsync(operation, command, nonce, id, cancellationToken).ConfigureAwait(false);
        if (!Questions.TryGetValue(command.GetType(), out var beside)) return plan;
        var asked = (Task<JsonNode?>)AskMethod.MakeGenericMethod(beside.Answer).Invoke(
            this, [LayerOf(operation, command), beside.Question.Invoke([command]), cancellationToken])!;
        plan["plan"] = await asked.ConfigureAwait(false);
        return plan;
    }

    /// <summary>Demands that an operation would still do what its plan showed.</summary>
    /// <exception cref="ProblemException">It would do something else by now.</exception>
    public async Task DemandAsync(
        OperationDescriptor operation,
        ICommand command,
        PlanToken token,
        Guid id,
        CancellationToken cancellationToken)
    {
        var now = await ForeseeAsync(operation, command, token.Nonce, id, cancellationToken).ConfigureAwait(false);
        if ((string?)now["planned"] == token.ToString()) return;
        throw new ProblemException(
            StatusCodes.Status409Conflict,
            "plan-changed",
            (string?)now["reason"] ?? "something else would happen now than the plan showed",
            "nothing was done; look at the new plan with plan=true, and carry that out")
        {
            Members = [KeyValuePair.Create<string, JsonNode?>("plan", now)],
        };
    }

    private async Task<JsonObject> ForeseeAsync(
        OperationDescriptor operation, ICommand command, string nonce, Guid id, CancellationToken cancellationToken)
    {
        var layer = LayerOf(operation, command);
        var foreseen = await desk
            .AskAsync(layer, new PlanCommand(command, SentAs(id)), desk.Options.LongestQuestion, cancellationToken)
            .ConfigureAwait(false);
        var plan = new JsonObject
        {
            ["operation"] = operation.Name,
            ["code"] = foreseen.Code,
            ["reason"] = foreseen.Reason,
            ["effects"] = new JsonArray([.. foreseen.Events.Select(happened => Effect(layer, happened))]),
            ["steps"] = new JsonArray([.. foreseen.Steps.Select(Step)]),
        };
        if (foreseen.Code is not null) return plan;
        var whole = JsonSerializer.SerializeToNode(foreseen, desk.Seams.Catalog.Json);
        plan["planned"] = PlanToken.Of(nonce, whole).ToString();
        return plan;
    }

    /// <summary>The layer that decides on a command.</summary>
    public static string LayerOf(OperationDescriptor operation, ICommand command) =>
        command is IResumesStream resumes ? resumes.Log : operation.Layer;

    private JsonObject Effect(string layer, IEvent happened) => new()
    {
        ["name"] = desk.Seams.Catalog.NameOf(happened.GetType()),
        ["layer"] = layer,
        ["subject"] = EventText.SubjectOf(happened),
        ["text"] = EventText.Of(happened, desk.Seams.Catalog),
        ["data"] = Shown(HiddenUserData.In(happened)),
    };

    private JsonNode Step(PlannedStep step) => new JsonObject
    {
        ["name"] = desk.Seams.Catalog.NameOf(step.Command.GetType()),
        ["layer"] = step.Layer,
        ["data"] = HiddenUserData.In(Shown(step.Command)),
    };

    private JsonNode? Shown(IMessage message) =>
        JsonSerializer.SerializeToNode(message, message.GetType(), desk.Seams.Catalog.Json);

    /// <summary>The id under which an operation sends its command first.</summary>
    private static Guid SentAs(Guid id) => Pending.Command.IdOf(
        UslModule.Name, $"{Operation.Family}-{id}", Operation.SendKey, 1);

    /// <summary>By command: the question whose one member it is, and what the answer looks like.</summary>
    private static IEnumerable<KeyValuePair<Type, (ConstructorInfo Question, Type Answer)>> FindQuestions()
    {
        foreach (var type in typeof(OperationAttribute).Assembly.GetTypes())
        {
            var answer = Array.Find(
                type.GetInterfaces(),
                i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IQuestion<>));
            if (answer is null) continue;
            var question = Array.Find(type.GetConstructors(), constructor =>
                constructor.GetParameters() is [var only] && only.ParameterType.IsAssignableTo(typeof(ICommand)));
            if (question is null) continue;
            var command = question.GetParameters()[0].ParameterType;
            yield return KeyValuePair.Create(command, (question, answer.GetGenericArguments()[0]));
        }
    }

    private async Task<JsonNode?> AskAsync<TAnswer>(
        string layer, IQuestion<TAnswer> question, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeToNode(
            await desk.AskAsync(layer, question, desk.Options.LongestQuestion, cancellationToken).ConfigureAwait(false),
            desk.Seams.Catalog.Json);
}
