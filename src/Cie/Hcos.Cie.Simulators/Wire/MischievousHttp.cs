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
    /// <param name="cancellationToken">The client has given up.</param>
    public async Task AnswerAsync(
        HttpContext context,
        string verb,
        Func<WireAnswer> act,
        IWrongAnswers wrong,
        CancellationToken cancellationToken)
    {
        switch (mischief.Take(verb))
        {
            case null:
                await SendAsync(context, act(), cancellationToken).ConfigureAwait(false);
                break;
            case Interference.Fault:
                await SendAsync(context, wrong.Fault(), cancellationToken).ConfigureAwait(false);
                break;
            case { } status when StatusOf(status, wrong) is { } answer:
                if (status is Interference.ServerErrorAfter or Interference.UnavailableAfter
                    or Interference.UnauthorizedAfter)
                {
                    act();
                }

                await SendAsync(context, answer, cancellationToken).ConfigureAwait(false);
                break;
            case Interference.Hang:
                await UntilGivenUpAsync(cancellationToken).ConfigureAwait(false);
                break;
            case Interference.ActLate:
                await UntilGivenUpAsync(cancellationToken).ConfigureAwait(false);
                act();
                mischief.NoteActedLate();
                break;
            case Interference.ActWhenTold:
                await WhenToldAsync(act).ConfigureAwait(false);
                break;
            case Interference.Reset:
                context.Abort();
                break;
            case var what:
                await SpoilAsync(context, what.Value, act(), wrong, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>What is only a status, whether anything is done or not.</summary>
    private static WireAnswer? StatusOf(Interference what, IWrongAnswers wrong) => what switch
    {
        Interference.ServerError or Interference.ServerErrorAfter =>
            WireAnswer.Empty(StatusCodes.Status500InternalServerError),
        Interference.Unavailable or Interference.UnavailableAfter =>
            WireAnswer.Empty(StatusCodes.Status503ServiceUnavailable) with
            {
                Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
            },
        Interference.Unauthorized or Interference.UnauthorizedAfter => wrong.Unauthorized(),
        _ => null,
    };

    /// <summary>Sends an answer as it is.</summary>
    public static async Task SendAsync(
        HttpContext context, WireAnswer answer, CancellationToken cancellationToken)
    {
        Begin(context.Response, answer);
        if (!answer.Body.IsEmpty)
        {
            await context.Response.Body.WriteAsync(answer.Body, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task UntilGivenUpAsync(CancellationToken cancellationToken) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // The client is long gone by then, and nobody else hears the answer.
    private async Task WhenToldAsync(Func<WireAnswer> act)
    {
        var held = mischief.Hold();
        if (!await held.ToldAsync(CancellationToken.None).ConfigureAwait(false)) return;
        try
        {
            act();
            mischief.NoteActedLate();
        }
        finally
        {
            held.NoteActed();
        }
    }

    /// <summary>What was done stays done; the answer does not arrive as it should.</summary>
    private async Task SpoilAsync(
        HttpContext context,
        Interference what,
        WireAnswer answer,
        IWrongAnswers wrong,
        CancellationToken cancellationToken)
    {
        switch (what)
        {
            case Interference.Malformed:
                await SendAsync(context, wrong.Malformed(), cancellationToken).ConfigureAwait(false);
                break;
            case Interference.CutAnswer:
                Begin(context.Response, answer);
                await context.Response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)], cancellationToken)
                    .ConfigureAwait(false);
                await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
                context.Abort();
                break;
            case Interference.SlowDrip:
                await DripAsync(context, answer, cancellationToken).ConfigureAwait(false);
                break;
            default:
                context.Abort();
                break;
        }
    }

    private async Task DripAsync(
        HttpContext context, WireAnswer answer, CancellationToken cancellationToken)
    {
        Begin(context.Response, answer);
        for (var at = 0; at < answer.Body.Length && !cancellationToken.IsCancellationRequested; at++)
        {
            await context.Response.Body.WriteAsync(answer.Body.Slice(at, 1), cancellationToken)
                .ConfigureAwait(false);
            await context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(Drip, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
