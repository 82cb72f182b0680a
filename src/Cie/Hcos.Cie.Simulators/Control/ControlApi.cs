using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hcos.Cie.Simulators.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hcos.Cie.Simulators.Control;

/// <summary>
/// Lets a person play the outside with curl: somebody else who works past the protocol, and what goes wrong on the
/// wire.
/// </summary>
internal sealed class ControlApi(IOutside outside, Mischief mischief, ControlHelp help, string token)
{
    private const int MostTimes = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(token);

    /// <summary>Adds its routes.</summary>
    public void Map(WebApplication application)
    {
        var all = $"/{help.Collection}";
        var one = $"{all}/{{machine}}";
        application.MapGet("/", context => context.Response.WriteAsync(
            help.Text(LoopbackServer.AddressOf(application), outside), context.RequestAborted));
        application.MapGet(all, Guarded(_ => new(200, outside.Look())));
        application.MapPost(all, Guarded(CreateAsync));
        application.MapGet(one, Guarded(context => new(200, Named(context))));
        application.MapPatch(one, Guarded(RenameAsync));
        application.MapDelete(one, Guarded(context =>
        {
            outside.Remove(Named(context).Id);
            return new(204, null);
        }));
        application.MapPost($"{one}/{{change}}", Guarded(Change));
        application.MapGet("/mischief", Guarded(_ => new(200, new { requests = mischief.Requests })));
        application.MapPost("/mischief", Guarded(PlanAsync));
        application.MapPost("/mischief/let-go", Guarded(async (_, stop) =>
            new(200, new { acted = await mischief.LetGoAsync(stop).ConfigureAwait(false) })));
        application.MapDelete("/mischief", Guarded(_ => new(200, new { forgotten = mischief.Calm() })));
    }

    private async Task<ControlAnswer> CreateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var wanted = await ReadAsync<MachineWanted>(context, cancellationToken).ConfigureAwait(false);
        var id = outside.Create(wanted.Name ?? "", wanted.Image);
        foreach (var (key, value) in wanted.Notes ?? []) outside.Note(id, key, value ?? "");
        return new(201, outside.Look().Single(machine => machine.Id == id));
    }

    private async Task<ControlAnswer> RenameAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var id = Named(context).Id;
        var wanted = await ReadAsync<MachineWanted>(context, cancellationToken).ConfigureAwait(false);
        outside.Rename(id, wanted.Name ?? "");
        return new(200, outside.Look().Single(machine => machine.Id == id));
    }

    private ControlAnswer Change(HttpContext context)
    {
        var id = Named(context).Id;
        var word = (string)context.Request.RouteValues["change"]!;
        var change = outside.Changes.FirstOrDefault(one => one.Word == word).Change ?? throw new ControlException(
            404, $"'{word}' is none of {string.Join(", ", outside.Changes.Select(one => one.Word))}");
        change(id);
        return new(200, outside.Look().Single(machine => machine.Id == id));
    }

    private async Task<ControlAnswer> PlanAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var wanted = await ReadAsync<MischiefWanted>(context, cancellationToken).ConfigureAwait(false);
        var what = Enum.GetValues<Interference>().Cast<Interference?>()
            .FirstOrDefault(one => ControlHelp.NameOf(one!.Value) == wanted.What);
        if (what is null || wanted.Times is < 1 or > MostTimes || string.IsNullOrWhiteSpace(wanted.Verb))
        {
            throw new ControlException(400, string.Create(
                CultureInfo.InvariantCulture,
                $"right would be a verb, times from 1 to {MostTimes}, and what: {ControlHelp.Mischief}"));
        }

        mischief.Plan(wanted.Verb, what.Value, wanted.Times);
        return new(200, wanted);
    }

    private OutsideMachine Named(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["machine"]!;
        var found = outside.Look()
            .Where(machine => machine.Name == name
                || string.Equals(machine.Id, name, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new ControlException(404, $"there is no machine '{name}'"),
            _ => throw new ControlException(409, $"several machines have the name '{name}': say the id"),
        };
    }

    private static async Task<T> ReadAsync<T>(HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Json, cancellationToken)
                .ConfigureAwait(false) ?? throw new ControlException(400, "the body is empty");
        }
        catch (JsonException broken)
        {
            throw new ControlException(400, $"the body is not as expected: {broken.Message}");
        }
    }

    private RequestDelegate Guarded(Func<HttpContext, ControlAnswer> work) =>
        Guarded((context, _) => Task.FromResult(work(context)));

    private RequestDelegate Guarded(Func<HttpContext, CancellationToken, Task<ControlAnswer>> work) =>
        context => AnswerAsync(context, work, context.RequestAborted);

    private async Task AnswerAsync(
        HttpContext context,
        Func<HttpContext, CancellationToken, Task<ControlAnswer>> work,
        CancellationToken cancellationToken)
    {
        ControlAnswer answer;
        try
        {
            answer = IsLetIn(context.Request)
                ? await work(context, cancellationToken).ConfigureAwait(false)
                : throw new ControlException(401, "the token is missing or wrong: Authorization: Bearer TOKEN");
        }
        catch (ControlException refused)
        {
            answer = new(refused.Status, new { error = refused.Message });
        }
        catch (OutsideRefusedException refused)
        {
            answer = new(409, new { error = refused.Message });
        }

        context.Response.StatusCode = answer.Status;
        if (answer.Body is null) return;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(answer.Body, Json), cancellationToken).ConfigureAwait(false);
    }

    private bool IsLetIn(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given)
        && string.Equals(given.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given.Parameter ?? ""), _expected);

    private sealed record MachineWanted(string? Name, string? Image, Dictionary<string, string?>? Notes);

    private sealed record MischiefWanted(string? Verb, string? What, int Times = 1);

    private sealed record ControlAnswer(int Status, object? Body);

    private sealed class ControlException(int status, string message) : Exception(message)
    {
        public int Status => status;
    }
}
