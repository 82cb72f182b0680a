using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hcos.Cie.Simulators.HyperV.Control;

/// <summary>
/// Lets a person play the outside with curl: somebody else who works on the host, and what goes wrong on the wire.
/// </summary>
internal sealed class ControlApi(HyperVEndpoint endpoint, string token)
{
    private const int MostTimes = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(token);

    /// <summary>Adds its routes.</summary>
    public void Map(WebApplication application)
    {
        application.MapGet("/", context => context.Response.WriteAsync(
            ControlHelp.Text(endpoint.Address), context.RequestAborted));
        application.MapGet("/machines", Guarded(_ => new(200, endpoint.Outside.Look())));
        application.MapPost("/machines", Guarded(CreateAsync));
        application.MapGet("/machines/{machine}", Guarded(context => new(200, Named(context))));
        application.MapPatch("/machines/{machine}", Guarded(RenameAsync));
        application.MapDelete("/machines/{machine}", Guarded(context =>
        {
            endpoint.Outside.Remove(Named(context).Id);
            return new(204, null);
        }));
        application.MapPost("/machines/{machine}/{change}", Guarded(Change));
        application.MapGet("/mischief", Guarded(_ => new(200, new { requests = endpoint.Mischief.Requests })));
        application.MapPost("/mischief", Guarded(PlanAsync));
        application.MapDelete("/mischief", Guarded(_ => new(200, new { forgotten = endpoint.Mischief.Calm() })));
    }

    private async Task<ControlAnswer> CreateAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var wanted = await ReadAsync<MachineWanted>(context, cancellationToken).ConfigureAwait(false);
        var name = wanted.Name ?? "";
        var id = wanted.Image is { } image
            ? endpoint.Outside.Create(name, image)
            : endpoint.Outside.Create(name);
        return new(201, endpoint.Outside.Look().Single(machine => machine.Id == id));
    }

    private async Task<ControlAnswer> RenameAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var id = Named(context).Id;
        var wanted = await ReadAsync<MachineWanted>(context, cancellationToken).ConfigureAwait(false);
        endpoint.Outside.Rename(id, wanted.Name ?? "");
        return new(200, endpoint.Outside.Look().Single(machine => machine.Id == id));
    }

    private ControlAnswer Change(HttpContext context)
    {
        var id = Named(context).Id;
        Action<string> change = context.Request.RouteValues["change"] switch
        {
            "turn-off" => endpoint.Outside.TurnOff,
            "start" => endpoint.Outside.Start,
            "pause" => endpoint.Outside.Pause,
            "save" => endpoint.Outside.Save,
            var other => throw new ControlException(404, $"'{other}' is none of turn-off, start, pause, save"),
        };
        change(id);
        return new(200, endpoint.Outside.Look().Single(machine => machine.Id == id));
    }

    private async Task<ControlAnswer> PlanAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var wanted = await ReadAsync<MischiefWanted>(context, cancellationToken).ConfigureAwait(false);
        var what = Enum.GetValues<HyperVInterference>().Cast<HyperVInterference?>()
            .FirstOrDefault(one => ControlHelp.NameOf(one!.Value) == wanted.What);
        if (what is null || wanted.Times is < 1 or > MostTimes || string.IsNullOrWhiteSpace(wanted.Verb))
        {
            throw new ControlException(400, string.Create(
                CultureInfo.InvariantCulture,
                $"right would be a verb, times from 1 to {MostTimes}, and what: {ControlHelp.Mischief}"));
        }

        endpoint.Mischief.Plan(wanted.Verb, what.Value, wanted.Times);
        return new(200, wanted);
    }

    private HyperVMachine Named(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["machine"]!;
        var found = endpoint.Outside.Look()
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
        catch (HyperVRefusedException refused)
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

    private sealed record MachineWanted(string? Name, string? Image);

    private sealed record MischiefWanted(string? Verb, string? What, int Times = 1);

    private sealed record ControlAnswer(int Status, object? Body);

    private sealed class ControlException(int status, string message) : Exception(message)
    {
        public int Status => status;
    }
}
