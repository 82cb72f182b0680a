using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>The subset of Keystone: tokens and the catalogue.</summary>
internal sealed class IdentityApi(Cloud cloud, OpenStackEndpointOptions options, TimeProvider time)
{
    private const string Domain = "default";
    private const string DomainName = "Default";

    private static readonly (string Type, string Name, string Path)[] AllServices =
    [
        ("identity", "keystone", "/identity"),
        ("compute", "nova", "/compute/v2.1"),
        ("image", "glance", "/image"),
        ("network", "neutron", "/network"),
        ("placement", "placement", "/placement"),
        ("volumev3", "cinder", "/volume/v3/{0}"),
    ];

    private readonly Dictionary<string, (OpenStackAccount Who, DateTimeOffset Since, string Method)> _tokens =
        new(StringComparer.Ordinal);

    private readonly Dictionary<string, (string Password, DateTimeOffset At)> _changed = new(StringComparer.Ordinal);

    /// <summary>Whose token it is; null when it is not good, or not any more.</summary>
    public OpenStackAccount? WhoHas(string token) =>
        _tokens.TryGetValue(token, out var found) && found.Since + options.TokenLife > time.GetUtcNow()
            && !IsRevoked(found.Who, found.Since)
            ? found.Who
            : null;

    /// <summary>Makes all tokens invalid, as when their keys are changed.</summary>
    public void ForgetTokens() => _tokens.Clear();

    /// <summary>Makes a token invalid.</summary>
    public void Forget(string token) => _tokens.Remove(token);

    /// <summary>An account gets another password; its tokens are not good any more.</summary>
    public void ChangePassword(string userName, string password)
    {
        var account = cloud.Accounts.FirstOrDefault(one => one.UserName == userName)
            ?? throw RefusedException.Missing($"Could not find user: {userName}.");
        _changed[account.UserId] = (password, time.GetUtcNow());
    }

    /// <summary>Answers.</summary>
    public ApiAnswer Answer(ApiRequest request, string subject) => (request.Method, request.Path) switch
    {
        ("GET", []) => ApiAnswer.Of("version", Version(request)),
        ("POST", ["auth", "tokens"]) => Issue(request),
        ("GET" or "HEAD", ["auth", "tokens"]) => Show(request, subject),
        ("DELETE", ["auth", "tokens"]) => Revoke(subject),
        ("GET", ["auth", "catalog"]) => ApiAnswer.Of("catalog", Catalogue(request, request.Who!)),
        ("GET", ["projects"]) => ApiAnswer.Of("projects", JsonReading.Write(Projects(request), Project)),
        _ => throw RefusedException.Missing("The resource could not be found."),
    };

    private static JsonObject Version(ApiRequest request) => new()
    {
        ["id"] = "v3.14",
        ["status"] = "stable",
        ["updated"] = "2020-04-07T00:00:00Z",
        ["links"] = new JsonArray(new JsonObject
        {
            ["rel"] = "self",
            ["href"] = new Uri(request.Root, "/identity/v3/").AbsoluteUri,
        }),
    };

    private ApiAnswer Issue(ApiRequest request)
    {
        var auth = request.Object("auth");
        var (who, method) = Prove(auth.Find("identity") ?? throw Unknown());
        CheckScope(auth.Find("scope"), who, method);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        if (_tokens.Count >= options.MostTokens) _tokens.Remove(_tokens.MinBy(one => one.Value.Since).Key);
        _tokens[token] = (who, time.GetUtcNow(), method);
        return Tell(request, token, 201);
    }

    private ApiAnswer Show(ApiRequest request, string subject) => WhoHas(subject) is not null
        ? Tell(request, subject, 200)
        : throw RefusedException.Missing("Could not find token.");

    private ApiAnswer Revoke(string subject) => _tokens.Remove(subject)
        ? ApiAnswer.NoContent
        : throw RefusedException.Missing("Could not find token.");

    private (OpenStackAccount Who, string Method) Prove(JsonElement identity)
    {
        var methods = identity.TextList("methods");
        if (methods is ["password"] && identity.Find("password", "user") is { } user
            && Named(user) is { } account && IsSame(user.Text("password"), PasswordOf(account)))
        {
            return (account, methods[0]);
        }

        if (methods is ["application_credential"] && identity.Find(methods[0]) is { } credential
            && cloud.Accounts.FirstOrDefault(one => one.ApplicationId == credential.Text("id")) is { } owner
            && owner.ApplicationSecret is { } secret && IsSame(credential.Text("secret"), secret))
        {
            return (owner, methods[0]);
        }

        if (methods is ["token"] && identity.Find("token")?.Text("id") is { } token && WhoHas(token) is { } known)
        {
            return (known, methods[0]);
        }

        throw Unknown();
    }

    private string PasswordOf(OpenStackAccount account) =>
        _changed.TryGetValue(account.UserId, out var changed) ? changed.Password : account.Password;

    // Times of tokens are whole seconds to Keystone: what is made in the rest of a change's second counts as made
    // before it, although the new password got it.
    private bool IsRevoked(OpenStackAccount account, DateTimeOffset since) =>
        _changed.TryGetValue(account.UserId, out var changed)
        && since.ToUnixTimeSeconds() <= changed.At.ToUnixTimeSeconds();

    private OpenStackAccount? Named(JsonElement user) => cloud.Accounts.FirstOrDefault(
        one => user.Text("id") == one.UserId || (user.Text("name") == one.UserName && IsHere(user.Find("domain"))));

    private static void CheckScope(JsonElement? scope, OpenStackAccount who, string method)
    {
        if (scope?.Find("project") is not { } project) return;
        var isOwn = project.Text("id") == who.ProjectId
            || (project.Text("name") == who.Project && IsHere(project.Find("domain")));
        if (!isOwn || method == "application_credential") throw Unknown();
    }

    private static bool IsHere(JsonElement? domain) =>
        domain is { } named && (named.Text("id") == Domain || named.Text("name") == DomainName);

    private static bool IsSame(string? given, string expected) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(expected));

    private static RefusedException Unknown() =>
        new(401, "Unauthorized", "The request you have made requires authentication.");

    private ApiAnswer Tell(ApiRequest request, string token, int status)
    {
        var (who, since, method) = _tokens[token];
        var body = new JsonObject
        {
            ["methods"] = new JsonArray(method),
            ["user"] = new JsonObject
            {
                ["id"] = who.UserId,
                ["name"] = who.UserName,
                ["domain"] = InDomain(),
                ["password_expires_at"] = null,
            },
            ["audit_ids"] = new JsonArray(Identities.Of("audit", token)[..22]),
            ["expires_at"] = $"{JsonReading.Microsecond(since + options.TokenLife)}Z",
            ["issued_at"] = $"{JsonReading.Microsecond(since)}Z",
            ["project"] = new JsonObject
            {
                ["id"] = who.ProjectId,
                ["name"] = who.Project,
                ["domain"] = InDomain(),
            },
            ["is_domain"] = false,
            ["roles"] = JsonReading.Write(who.Roles, role => new JsonObject
            {
                ["id"] = Identities.Of("role", role),
                ["name"] = role,
            }),
        };
        if (!request.Query.ContainsKey("nocatalog")) body["catalog"] = Catalogue(request, who);
        return ApiAnswer.Of("token", body, status) with
        {
            Headers = new Dictionary<string, string> { ["X-Subject-Token"] = token },
        };
    }

    private JsonArray Catalogue(ApiRequest request, OpenStackAccount who) => JsonReading.Write(
        AllServices.Where(one => one.Type != "placement" || options.HasPlacement),
        service => new JsonObject
        {
            ["type"] = service.Type,
            ["name"] = service.Name,
            ["id"] = Identities.Of("service", $"{options.Region}/{service.Type}"),
            ["endpoints"] = JsonReading.Write(
                ["public", "internal", "admin"],
                which => new JsonObject
                {
                    ["id"] = Identities.Of("endpoint", $"{options.Region}/{service.Type}/{which}"),
                    ["interface"] = which,
                    ["region"] = options.Region,
                    ["region_id"] = options.Region,
                    ["url"] = $"{request.Root.AbsoluteUri.TrimEnd('/')}"
                        + service.Path.Replace("{0}", who.ProjectId, StringComparison.Ordinal),
                }),
        });

    private IEnumerable<OpenStackAccount> Projects(ApiRequest request) => request.Who!.IsAdmin
        ? cloud.Accounts.DistinctBy(one => one.ProjectId)
        : [request.Who];

    private static JsonObject Project(OpenStackAccount of) => new()
    {
        ["id"] = of.ProjectId,
        ["name"] = of.Project,
        ["domain_id"] = Domain,
        ["enabled"] = true,
    };

    private static JsonObject InDomain() => new() { ["id"] = Domain, ["name"] = DomainName };
}
