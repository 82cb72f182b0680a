using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Host.Local;

namespace Hcos.Host.Sample;

/// <summary>
/// Makes the registered environments those of an estate file: adds what is new, changes what differs.
/// </summary>
internal sealed class EstateRegistration(ApiClient api, Progress say)
{
    public async Task RegisterAsync(EstateFile estate, CancellationToken cancellationToken)
    {
        foreach (var environment in estate.Environments)
        {
            var path = $"/v1/environments/{Uri.EscapeDataString(environment.Name)}";
            var known = await api.GetAsync(path, cancellationToken).ConfigureAwait(false);
            var wanted = new JsonObject
            {
                ["endpoint"] = environment.Endpoint,
                ["access"] = environment.Access,
                ["credential"] = environment.Credential,
                ["trust"] = environment.Trust,
            };
            if (known is null)
            {
                wanted["name"] = environment.Name;
                wanted["kind"] = environment.Kind;
                wanted["test"] = false;
                say.Step($"registering environment {environment.Name}");
                await SendAsync(HttpMethod.Post, "/v1/environments", wanted, cancellationToken).ConfigureAwait(false);
            }
            else if (Differs(known, wanted))
            {
                say.Step($"changing environment {environment.Name}");
                await SendAsync(HttpMethod.Patch, path, wanted, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Puts a credential into the platform's store, unless one of that name is there.</summary>
    public async Task StoreAsync(string name, NetworkCredential credential, CancellationToken cancellationToken)
    {
        var path = $"/v1/credentials/{Uri.EscapeDataString(name)}";
        if (await api.GetAsync(path, cancellationToken).ConfigureAwait(false) is not null) return;
        var body = new JsonObject
        {
            ["userName"] = credential.UserName,
            ["secret"] = credential.Password,
        };
        // The view may be behind an earlier start that was interrupted: what that one stored is stored again.
        await api.SendAsync(HttpMethod.Put, path, body.ToJsonString(), "application/json", cancellationToken)
            .ConfigureAwait(false);
    }

    private static bool Differs(JsonNode known, JsonObject wanted) => wanted.Any(
        pair => pair.Value is not null && known[pair.Key]?.ToString() != pair.Value.ToString());

    private Task<JsonNode?> SendAsync(
        HttpMethod method, string path, JsonObject body, CancellationToken cancellationToken)
    {
        foreach (var empty in body.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList()) body.Remove(
            empty);
        var text = body.ToJsonString(new JsonSerializerOptions(JsonSerializerDefaults.Web));
        return api.SendAsync(method, $"{path}?wait=30", text, "application/json", cancellationToken);
    }
}
