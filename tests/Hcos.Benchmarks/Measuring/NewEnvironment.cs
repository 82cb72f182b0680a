using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.Measuring;

/// <summary>An environment that a benchmark adds.</summary>
/// <param name="Name">Its name, which its credential has, too.</param>
/// <param name="Kind">Its driver.</param>
/// <param name="Endpoint">Where it is.</param>
internal sealed record NewEnvironment(string Name, string Kind, string Endpoint)
{
    /// <summary>Who signs in; null where nobody does.</summary>
    public (string UserName, string Password)? Account { get; init; }

    /// <summary>Whether nothing may be changed there.</summary>
    public bool IsObserveOnly { get; init; }

    /// <summary>Adds it with its credential.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task AddToAsync(HcosApi api, CancellationToken cancellationToken)
    {
        if (Account is var (userName, password))
        {
            using var secret = JsonContent.Create(new JsonObject { ["secret"] = password, ["userName"] = userName });
            await api.SendAsync(HttpMethod.Put, $"/v1/credentials/{Name}", secret, null, cancellationToken);
        }

        var body = new JsonObject { ["name"] = Name, ["kind"] = Kind, ["endpoint"] = Endpoint };
        if (Account is not null) body["credential"] = Name;
        if (IsObserveOnly) body["access"] = "observe-only";
        var answer = await api.PostAsync("/v1/environments?wait=60", body, cancellationToken);
        if ((int)answer.Status is < 200 or > 299) throw new InvalidOperationException($"{answer.Body}");
    }
}
