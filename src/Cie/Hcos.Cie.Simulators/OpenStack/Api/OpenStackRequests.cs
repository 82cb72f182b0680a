using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;
using Hcos.Cie.Simulators.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>
/// The services over HTTP: the guard in front of each, which asks Keystone whose a token is, microversions, the shapes
/// of errors, and what goes wrong on purpose.
/// </summary>
internal sealed class OpenStackRequests(
    Cloud cloud, Mischief mischief, OpenStackEndpointOptions options, TimeProvider time)
{
    private const string ContentType = "application/json";
    private const string VersionHeader = "OpenStack-API-Version";
    private const string OldVersionHeader = "X-OpenStack-Nova-API-Version";

    private readonly MischievousHttp _http = new(mischief, time);
    private readonly IdentityApi _identity = new(cloud, options, time);
    private readonly ComputeApi _compute = new(cloud, options);
    private readonly ImageApi _images = new(cloud, options);
    private readonly NetworkApi _networks = new(cloud);
    private readonly VolumeApi _volumes = new(cloud, options);
    private readonly PlacementApi _placement = new(cloud, options);

    /// <summary>Makes all tokens invalid.</summary>
    public void ForgetTokens()
    {
        lock (cloud.Gate) _identity.ForgetTokens();
    }

    /// <summary>An account gets another password.</summary>
    /// <exception cref="RefusedException">There is no such account.</exception>
    public void ChangePassword(string userName, string password)
    {
        lock (cloud.Gate) _identity.ChangePassword(userName, password);
    }

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var isContent = context.Request.ContentType == "application/octet-stream";
        if (isContent && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { } bound)
        {
            bound.MaxRequestBodySize = options.LargestImage;
        }

        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
        if (ServiceAddress.Of(context.Request.Path) is not { } address || !IsOnLoopback(context.Request.Host))
        {
            await MischievousHttp.SendAsync(context, WireAnswer.Empty(404), cancellationToken).ConfigureAwait(false);
            return;
        }

        var root = new Uri($"{context.Request.Scheme}://{context.Request.Host}/");
        var who = WhoAsks(context.Request);
        if (who is null && !IsForEverybody(context.Request.Method, address))
        {
            await MischievousHttp.SendAsync(
                context, Wrong.Unauthorized(address.Service, root), cancellationToken).ConfigureAwait(false);
            return;
        }

        JsonElement body = default;
        var isRead = isContent || TryRead(bytes, out body);
        var verb = address.VerbOf(context.Request.Method, isRead ? ActionIn(body) : null);
        var request = new ApiRequest(context.Request.Method, address.Path, context.Request.Query, body, root)
        {
            Who = who,
            Content = isContent ? bytes.ToArray() : null,
        };
        await _http.AnswerAsync(
            context,
            verb,
            () => isRead
                ? Answer(context.Request, address, request)
                : Refuse(address.Service, RefusedException.Invalid("Malformed request body"), root),
            new Wrong(address.Service, root, () => Forget(context.Request)),
            cancellationToken).ConfigureAwait(false);
    }

    private void Forget(HttpRequest request)
    {
        lock (cloud.Gate) _identity.Forget(request.Headers["X-Auth-Token"].ToString());
    }

    private static bool IsOnLoopback(HostString host) => host.Host is "127.0.0.1" or "localhost";

    private static bool IsForEverybody(string method, ServiceAddress address) =>
        address.Path is [] || (address.Service == "identity" && method == "POST" && address.Path is ["auth", "tokens"]);

    private OpenStackAccount? WhoAsks(HttpRequest request)
    {
        lock (cloud.Gate) return _identity.WhoHas(request.Headers["X-Auth-Token"].ToString());
    }

    private static bool TryRead(MemoryStream bytes, out JsonElement body)
    {
        body = default;
        if (bytes.Length == 0) return true;
        try
        {
            using var json = JsonDocument.Parse(bytes.ToArray());
            body = json.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? ActionIn(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.EnumerateObject().FirstOrDefault() is { Name: { } name }
            ? name
            : null;

    private WireAnswer Answer(HttpRequest http, ServiceAddress address, ApiRequest request)
    {
        lock (cloud.Gate)
        {
            cloud.Settle();
            try
            {
                return Write(Ask(http, address, request), address.Service);
            }
            catch (RefusedException refused)
            {
                return Refuse(address.Service, refused, request.Root);
            }
            finally
            {
                if (http.Method != HttpMethods.Get) cloud.Touch();
            }
        }
    }

    private ApiAnswer Ask(HttpRequest http, ServiceAddress address, ApiRequest request)
    {
        switch (address.Service)
        {
            case "identity":
                return _identity.Answer(request, http.Headers["X-Subject-Token"].ToString());
            case "compute":
                var minor = Minor(http);
                return _compute.Answer(request with { Minor = minor }) is var answer
                    ? answer with { Headers = Versioned(answer.Headers, minor) }
                    : answer;
            case "image":
                return _images.Answer(request);
            case "network":
                return _networks.Answer(request);
            case "placement":
                return _placement.Answer(request, http.Headers[VersionHeader].ToString());
            default:
                return _volumes.Answer(request);
        }
    }

    private static Dictionary<string, string> Versioned(IReadOnlyDictionary<string, string> headers, int minor) =>
        new(headers)
        {
            [VersionHeader] = $"compute 2.{minor}",
            [OldVersionHeader] = $"2.{minor}",
            ["Vary"] = $"{VersionHeader}, {OldVersionHeader}",
        };

    /// <summary>Who names no version gets the first.</summary>
    private static int Minor(HttpRequest http)
    {
        var asked = http.Headers[VersionHeader].ToString() is ['c', 'o', 'm', 'p', 'u', 't', 'e', ' ', .. var version]
            ? version
            : http.Headers[OldVersionHeader].ToString();
        if (asked.Length == 0) return 1;
        if (asked == "latest") return ComputeApi.LastMinor;
        if (asked.Split('.') is not ["2", var text]
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
        {
            throw RefusedException.Invalid($"API Version String {asked} is of invalid format.");
        }

        return minor is >= 1 and <= ComputeApi.LastMinor
            ? minor
            : throw new RefusedException(
                406,
                "computeFault",
                $"Version {asked} is not supported by the API: it has 2.1 to 2.{ComputeApi.LastMinor}.");
    }

    private static WireAnswer Write(ApiAnswer answer, string service)
    {
        var request = $"req-{Identities.DashedOf("request", $"{service}/{answer.Status}")}";
        var headers = new Dictionary<string, string>(answer.Headers) { ["x-openstack-request-id"] = request };
        return answer.Body is null
            ? WireAnswer.Empty(answer.Status) with { Headers = headers }
            : new(answer.Status, ContentType, Encoding.UTF8.GetBytes(answer.Body.ToJsonString())) { Headers = headers };
    }

    private static WireAnswer Refuse(string service, RefusedException refused, Uri root)
    {
        if (refused.Status == 401) return Wrong.Unauthorized(service, root);
        var detail = new JsonObject { ["code"] = refused.Status, ["message"] = refused.Message };
        return Write(new(refused.Status, service switch
        {
            "identity" => new JsonObject { ["error"] = detail },
            "network" => new JsonObject
            {
                ["NeutronError"] = new JsonObject
                {
                    ["type"] = refused.Type,
                    ["message"] = refused.Message,
                    ["detail"] = "",
                },
            },
            "image" => detail,
            "placement" => new JsonObject { ["errors"] = new JsonArray(PlacementApi.Error(refused)) },
            _ => new JsonObject { [refused.Type] = detail },
        }), service);
    }

    private sealed class Wrong(string service, Uri root, Action forgetToken) : IWrongAnswers
    {
        public WireAnswer Fault() => Refuse(
            service, new(500, "computeFault", "Unexpected API Error. The cloud was told to fail."), root);

        // As when the token has just expired: it stays refused.
        public WireAnswer Unauthorized()
        {
            forgetToken();
            return Unauthorized(service, root);
        }

        // The guard asks for a token of the Keystone that it trusts; the service itself has not seen the request.
        public static WireAnswer Unauthorized(string service, Uri root)
        {
            var error = new JsonObject
            {
                ["code"] = 401,
                ["title"] = "Unauthorized",
                ["message"] = "The request you have made requires authentication.",
            };
            return Write(ApiAnswer.Of("error", error, 401) with
            {
                Headers = new Dictionary<string, string>
                {
                    ["WWW-Authenticate"] = $"Keystone uri=\"{new Uri(root, "/identity").AbsoluteUri}\"",
                },
            }, service);
        }

        public WireAnswer Malformed() => new(200, ContentType, Encoding.UTF8.GetBytes("{\"unfinished\": {"));
    }
}
