using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Hcos.Usl.Operations;
using Hcos.Usl.Services;
using Hcos.Usl.Views;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>
/// The one endpoint of all writes: a request becomes an operation. What it waits for and how it answers is the same
/// for each of them.
/// </summary>
internal sealed class WriteEndpoint(ApiDesk desk)
{
    private const string KeyHeader = "Idempotency-Key";
    private const int LongestKey = 255;
    private readonly NameResolver _resolver = new(desk);
    private readonly OperationAnswer _answer = new(desk);
    private readonly Planner _planner = new(desk);

    public async Task HandleAsync(HttpContext context, OperationDescriptor operation, CancellationToken aborted)
    {
        var query = new Query(context, ["wait", "plan", "planned"]);
        var wait = query.Integer("wait", 0, (long)desk.Options.LongestWait.TotalSeconds);
        var isPlan = query.Flag("plan");
        if (!Gatekeeper.IsAdministrator(context)) throw Forbidden(operation);
        Guid? begun;
        using (desk.Admission.Write())
        {
            begun = await TakeOnAsync(context, operation, isPlan, aborted).ConfigureAwait(false);
        }

        if (begun is { } id) await _answer.WriteAsync(context, id, wait, aborted).ConfigureAwait(false);
    }

    /// <summary>Commits the operation, or meets the one there is; null when a plan was the answer.</summary>
    private async Task<Guid?> TakeOnAsync(
        HttpContext context, OperationDescriptor operation, bool isPlan, CancellationToken aborted)
    {
        var token = TokenOf(context);
        var nonce = token?.Nonce ?? (isPlan ? desk.Options.NewId().ToString("N") : null);
        var id = nonce is null ? IdOf(context) : PlanToken.OperationOf(nonce, Gatekeeper.PrincipalOf(context));
        var body = await BodyAsync(context, operation).ConfigureAwait(false);
        var named = context.Request.RouteValues["id"] as string;
        var hash = HashOf(operation, named, body);
        if (!isPlan && (token is not null || context.Request.Headers.ContainsKey(KeyHeader))
            && await _answer.KnownAsync(id, hash, aborted).ConfigureAwait(false))
        {
            return id;
        }

        var subject = await SubjectAsync(operation, named, body, id, aborted).ConfigureAwait(false);
        var until = CreationUntil(operation.Subject(subject));
        var command = await new CommandReader(desk, _resolver)
            .ReadAsync(operation, body, subject, until, aborted).ConfigureAwait(false);
        if (isPlan)
        {
            var plan = await _planner.PlanAsync(operation, command, nonce!, id, aborted).ConfigureAwait(false);
            await Json.WriteAsync(context, plan, aborted).ConfigureAwait(false);
            return null;
        }

        if (token is not null)
        {
            await _planner.DemandAsync(operation, command, token, id, aborted).ConfigureAwait(false);
        }

        desk.Admission.Begin();
        var start = new StartOperation(
            new OperationId(id),
            operation.Name,
            operation.Subject(subject),
            Planner.LayerOf(operation, command),
            command,
            operation.DeadlineSeconds + (int)desk.Options.OperationGrace.TotalSeconds,
            hash);
        await SubmitAsync(start, Gatekeeper.PrincipalOf(context), aborted).ConfigureAwait(false);
        if (!await _answer.KnownAsync(id, hash, aborted).ConfigureAwait(false)) throw Problems.StoreUnavailable();
        return id;
    }

    private async Task<JsonObject> BodyAsync(HttpContext context, OperationDescriptor operation)
    {
        if (operation.Name != Manifests.ManifestReader.Operation)
        {
            return await RequestBody
                .ObjectAsync(context, desk.Options.LargestBody, context.RequestAborted).ConfigureAwait(false);
        }

        var text = await RequestBody
            .TextAsync(context, desk.Options.LargestBody, context.RequestAborted).ConfigureAwait(false);
        RequestBody.Demand(context, "application/yaml", "application/json", "text/yaml");
        await desk.SeeEverythingAsync(context.RequestAborted).ConfigureAwait(false);
        return await new Manifests.ManifestReader(
            (name, token) => NameResolver.KeyAsync("environments", name, desk.Projector.Present, token),
            desk.Seams.Catalog.Json)
            .ReadAsync(text, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The plan that is to be carried out; null when none is named.</summary>
    private static PlanToken? TokenOf(HttpContext context)
    {
        if (context.Request.Query["planned"].ToString() is not { Length: > 0 } text) return null;
        if (context.Request.Headers.ContainsKey(KeyHeader) || context.Request.Query.ContainsKey("plan"))
        {
            throw Problems.Invalid(
                "invalid-planned",
                $"planned= goes with neither plan= nor an {KeyHeader}: a plan is carried out once, however often asked",
                "leave the others out");
        }

        return PlanToken.Parse(text) ?? throw Problems.Invalid(
            "invalid-planned",
            "planned= is no plan's name",
            "take it from the member 'planned' of an answer to plan=true");
    }

    /// <summary>The operation's id: from the key, so that a repetition meets the first; otherwise a new one.</summary>
    private Guid IdOf(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue(KeyHeader, out var values)) return desk.Options.NewId();
        var key = values.ToString();
        if (values.Count == 1 && key.Length is > 0 and <= LongestKey && key.All(letter => letter is > ' ' and <= '~'))
        {
            return DerivedId.From("operation", Gatekeeper.PrincipalOf(context), key);
        }

        throw Problems.Invalid(
            "invalid-idempotency-key",
            $"the {KeyHeader} cannot be used",
            $"send one of 1 to {LongestKey} visible characters, a fresh UUID for example");
    }

    /// <summary>
    /// Whom it concerns. What is created gets an id from the operation, never from its name, so that the name can be
    /// used again; deploying what is there changes it.
    /// </summary>
    private async Task<string> SubjectAsync(
        OperationDescriptor operation, string? named, JsonObject body, Guid id, CancellationToken cancellationToken)
    {
        if (named is not null)
        {
            return await _resolver.SubjectAsync(operation.Noun, named, cancellationToken).ConfigureAwait(false);
        }

        var fresh = DerivedId.From(operation.Noun, id.ToString()).ToString();
        if (operation.Verb != "deploy" || (string?)body["name"] is not { } name) return fresh;
        try
        {
            return await _resolver.SubjectAsync(operation.Noun, name, cancellationToken).ConfigureAwait(false);
        }
        catch (ProblemException missing) when (missing.Code == "not-found")
        {
            return fresh;
        }
    }

    /// <summary>Until when the creation of the subject can still arrive; null when it is settled.</summary>
    public DateTimeOffset? CreationUntil(string subject) => _resolver.OperationsOn(subject)
        .Where(operation => operation.Status == OperationStatus.Accepted)
        .Select(operation => (DateTimeOffset?)operation.Deadline)
        .Max();

    /// <summary>Puts an operation into the layer, and again until it is surely committed.</summary>
    /// <exception cref="ProblemException">The store does not answer.</exception>
    public async Task SubmitAsync(StartOperation start, string principal, CancellationToken cancellationToken)
    {
        var id = start.Operation.Value;
        var context = new MessageContext(
            id, id, null, null, MessageContext.Platform, principal, System.Diagnostics.Activity.Current?.Id);
        using var patience = new CancellationTokenSource(desk.Options.LongestCommitWait, desk.Seams.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        Exception? reason = null;
        while (true)
        {
            try
            {
                // The same id each time: what was committed without our knowing is met again.
                await desk.Submit(context, start, both.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception lost) when (lost is StoreUnavailableException or OwnershipLostException)
            {
                reason = lost;
                await Task.Delay(desk.Options.CommitRepeat, desk.Seams.Time, both.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (both.IsCancellationRequested) throw Unanswered(id, reason);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw Unanswered(id, reason);
            }
        }
    }

    private static ProblemException Unanswered(Guid id, Exception? reason) => new(
        StatusCodes.Status503ServiceUnavailable,
        "store-unavailable",
        $"{Problems.Away(reason)}, so the request may or may not have been taken on",
        $"look at /v1/operations/{id} later, or repeat the request with the same {KeyHeader}")
    {
        RetryAfterSeconds = 2,
        Members = [KeyValuePair.Create<string, JsonNode?>("operation", id.ToString())],
    };

    private static ProblemException Forbidden(OperationDescriptor operation) => new(
        StatusCodes.Status403Forbidden,
        "forbidden",
        $"the right {operation.Permission} is missing",
        "ask an administrator");

    private static string HashOf(OperationDescriptor operation, string? named, JsonObject body)
    {
        var text = new StringBuilder(operation.Name).Append('\n').Append(named).Append('\n');
        foreach (var (name, value) in body.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append('=').Append(value?.ToJsonString()).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
