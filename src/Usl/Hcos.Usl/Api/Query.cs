using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>The query of a request, each parameter at most once, none that is unknown.</summary>
internal sealed class Query
{
    private readonly IQueryCollection _query;

    /// <exception cref="ProblemException">A parameter is unknown or given twice.</exception>
    public Query(HttpContext context, params IReadOnlyList<string> known)
    {
        _query = context.Request.Query;
        foreach (var (name, values) in _query)
        {
            if (!known.Contains(name))
            {
                throw Problems.Invalid(
                    "unknown-parameter",
                    $"there is no parameter {Problems.Shown(name)} here",
                    known.Count == 0 ? "there are none" : $"there are {string.Join(", ", known)}");
            }

            if (values.Count > 1)
            {
                throw Problems.Invalid("invalid-parameter", $"'{name}' is given twice", "give it once");
            }
        }
    }

    public string? Text(string name)
    {
        if (!_query.TryGetValue(name, out var values)) return null;
        var text = values.ToString();
        return text.Length <= 4_096 && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw Problems.Invalid("invalid-parameter", $"'{name}' is too long or has a zero character", "send less");
    }

    public long? Integer(string name, long least, long most)
    {
        if (Text(name) is not { } text) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Problems.Invalid(
                "invalid-parameter", $"'{name}' is {Problems.Shown(text)}", $"it is a whole number, {least} to {most}");
    }

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" or "" => true,
        var other => throw Problems.Invalid(
            "invalid-parameter", $"'{name}' is {Problems.Shown(other)}", "it is true or false"),
    };
}
