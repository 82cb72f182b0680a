using System.Text.Json.Nodes;

namespace Hcos.Usl.Api;

/// <summary>A request that is answered with problem details (RFC 9457).</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">A stable kebab-case word.</param>
/// <param name="detail">What was wrong.</param>
/// <param name="hint">What to do.</param>
internal sealed class ProblemException(int status, string code, string detail, string? hint = null)
    : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string Detail { get; } = detail;

    public string? Hint { get; } = hint;

    /// <summary>Further members of the answer.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode?>> Members { get; init; } = [];

    /// <summary>When to try again.</summary>
    public int? RetryAfterSeconds { get; init; }
}
