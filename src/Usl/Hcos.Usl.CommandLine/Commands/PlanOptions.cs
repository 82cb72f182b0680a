using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.CommandLine.Output;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>
/// How a command that changes something is sent: at once, as a plan that changes nothing, or as the plan showed it.
/// </summary>
internal sealed class PlanOptions
{
    private readonly Option<bool> _plan = new("--plan") { Description = "show what would happen, change nothing" };

    private readonly Option<string?> _planned = new("--planned")
    {
        Description = "the name of a plan, as --plan prints it: do exactly what it showed, or nothing",
    };

    private readonly EndingOptions _ending;

    public PlanOptions(Command command)
    {
        _ending = new EndingOptions(command);
        command.Add(_plan);
        command.Add(_planned);
    }

    /// <summary>Sends it, and prints the plan or waits for the end.</summary>
    /// <param name="invocation">The command under way.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="route">The route, with <c>{id}</c> for the subject.</param>
    /// <param name="subject">Whom it concerns.</param>
    /// <param name="content">The body and its media type; null for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<int> SendAsync(
        Invocation invocation,
        HttpMethod method,
        string route,
        string? subject,
        (string Body, string Type)? content,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var isPlan = invocation.Parsed.GetValue(_plan);
        var token = invocation.Parsed.GetValue(_planned);
        var path = ApiClient.Address(route, subject, ("plan", isPlan ? "true" : null), ("planned", token));
        // A plan that is carried out has its own name, by which a repetition is met.
        var key = isPlan || token is not null ? null : Guid.CreateVersion7(time.GetUtcNow()).ToString();
        var answer = await invocation.Api
            .SendAsync(method, path, content?.Body, content?.Type ?? "application/json", key, cancellationToken)
            .ConfigureAwait(false);
        if (!isPlan) return await _ending.EndAsync(invocation, answer, time, cancellationToken).ConfigureAwait(false);
        PlanPrinter.Print(invocation, answer);
        return 0;
    }
}
