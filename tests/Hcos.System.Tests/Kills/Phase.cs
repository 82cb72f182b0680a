using System.Text;

namespace Hcos.System.Tests.Kills;

/// <summary>One write of a business system's life, and what must hold when its operation has ended.</summary>
/// <param name="Name">For people.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path.</param>
/// <param name="Body">The body.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Wanted">How many instances are wanted afterwards.</param>
internal sealed record Phase(
    string Name, HttpMethod Method, string Path, string Body, string ContentType, int Wanted)
{
    /// <summary>The whole life of a system: deployed, scaled up and down, deleted.</summary>
    public static IReadOnlyList<Phase> LifeOf(string system, string? environment = null) =>
    [
        new(
            "deploy",
            HttpMethod.Post,
            "/v1/systems",
            Asking.LeastSystem(system, 3, environment),
            "application/yaml",
            3),
        Scale(system, 5),
        Scale(system, 1),
        new("delete", HttpMethod.Delete, $"/v1/systems/{system}", "", "application/json", 0),
    ];

    public HttpContent Content() => new StringContent(Body, Encoding.UTF8, ContentType);

    private static Phase Scale(string system, int count) => new(
        $"scale to {count}",
        HttpMethod.Post,
        $"/v1/systems/{system}/scale",
        $$"""{"component":"part","count":{{count}}}""",
        "application/json",
        count);
}
