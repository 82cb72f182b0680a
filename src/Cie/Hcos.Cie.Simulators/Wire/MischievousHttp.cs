using Microsoft.AspNetCore.Http;

namespace Hcos.Cie.Simulators.Wire;

/// <summary>Answers requests, except where mischief was planned.</summary>
internal sealed class MischievousHttp(Mischief mischief, TimeProvider time)
{
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(20);

    /// <summary>Answers one request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="verb">What mischief knows it by.</param>
    /// <param name="act">Does what is asked, and says what to answer.</param>
    /// <param name="wrong">What the protocol answers where it goes wrong.</param>
    public async Task AnswerAsync(HttpContext context, string verb, Func<WireAnswer> act, IWrongAnswers wrong)
    {
        switch (mischief.Take(verb))
        {
            case null:
                await SendAsync(context, act()).ConfigureAwait(false);
                break;
            case Interference.Fault:
                await SendAsync(context, wrong.Fault()).ConfigureAwait(false);
                break;
            case Interference.ServerError:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case Interference.Unavailable:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = "1";
                break;
            case Interference.Unauthorized:
                await SendAsync(context, wrong.Unauthorized()).ConfigureAwait(false);
                break;
            case Interference.Hang:
                await UntilGivenUpAsync(context).ConfigureAwait(false);
                break;
            case Interference.ActLate:
                await UntilGivenUpAsync(context).ConfigureAwait(false);
                act();
                mischief.NoteActedLate();
                break;
            case Interference.Reset:
                context.Abort();
                break;
            case var what:
                await SpoilAsync(context, what.Value, act(), wrong).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Sends an answer as it is.</summary>
    public static async Task SendAsync(HttpContext context, WireAnswer answer)
    {
        Begin(context.Response, answer);
        if (!answer.Body.IsEmpty)
        {
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task UntilGivenUpAsync(HttpContext context) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>What was done stays done; the answer does not arrive as it should.</summary>
    private async Task SpoilAsync(
        HttpContext context, Interference what, WireAnswer answer, IWrongAnswers wrong)
    {
        switch (what)
        {
            case Interference.Malformed:
                await SendAsync(context, wrong.Malformed()).ConfigureAwait(false);
                break;
            case Interference.CutAnswer:
                Begin(context.Response, answer);
                await context.Response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)], context.RequestAborted)
                    .ConfigureAwait(false);
                await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                context.Abort();
                break;
            case Interference.SlowDrip:
                await DripAsync(context, answer).ConfigureAwait(false);
                break;
            default:
                context.Abort();
                break;
        }
    }

    private async Task DripAsync(HttpContext context, WireAnswer answer)
    {
        Begin(context.Response, answer);
        for (var at = 0; at < answer.Body.Length && !context.RequestAborted.IsCancellationRequested; at++)
        {
            await context.Response.Body.WriteAsync(answer.Body.Slice(at, 1), context.RequestAborted)
                .ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            await Task.Delay(Drip, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Begin(HttpResponse response, WireAnswer answer)
    {
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers) response.Headers[name] = value;
        if (answer.Status == StatusCodes.Status204NoContent) return;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
    }
}
