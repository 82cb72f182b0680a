using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>WS-Management over HTTP: who is let in, status codes, and what goes wrong on purpose.</summary>
internal sealed class WsManRequests(
    WsManService service, HyperVMischief mischief, HyperVEndpointOptions options, TimeProvider time)
{
    private const string ContentType = "application/soap+xml;charset=UTF-8";
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(20);

    private volatile byte[] _expected = Encoding.UTF8.GetBytes($"{options.UserName}:{options.Password}");

    /// <summary>The account has another password from here on.</summary>
    public void ChangePassword(string password) =>
        _expected = Encoding.UTF8.GetBytes($"{options.UserName}:{password}");

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        // A client may send its whole message, or none, before it knows how to prove who it is.
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        body.Position = 0;
        if (!HttpMethods.IsPost(context.Request.Method) || !IsServed(context.Request.Path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!IsLetIn(context.Request))
        {
            AskWho(context.Response);
            return;
        }

        SoapRequest request;
        try
        {
            request = SoapRequest.Read(body);
        }
        catch (WsManException fault)
        {
            await SendAsync(context, isFault: true, service.Fault("", fault)).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(context, request).ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context, SoapRequest request)
    {
        switch (mischief.Take(request.Verb))
        {
            case null:
                var (isFault, reply) = service.Answer(request);
                await SendAsync(context, isFault, reply).ConfigureAwait(false);
                break;
            case HyperVInterference.Fault:
                var fault = new WsManException(WsManFault.InternalError, "the host was told to fail");
                await SendAsync(context, isFault: true, service.Fault(request.MessageId, fault)).ConfigureAwait(false);
                break;
            case HyperVInterference.ServerError:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case HyperVInterference.Unavailable:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = "1";
                break;
            case HyperVInterference.Unauthorized:
                AskWho(context.Response);
                break;
            case HyperVInterference.Hang:
                await UntilGivenUpAsync(context).ConfigureAwait(false);
                break;
            case HyperVInterference.ActLate:
                await UntilGivenUpAsync(context).ConfigureAwait(false);
                service.Answer(request);
                mischief.NoteActedLate();
                break;
            case HyperVInterference.Reset:
                context.Abort();
                break;
            case var what:
                await SpoilAsync(context, what.Value, service.Answer(request)).ConfigureAwait(false);
                break;
        }
    }

    private async Task UntilGivenUpAsync(HttpContext context) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>What was done stays done; the answer does not arrive as it should.</summary>
    private async Task SpoilAsync(
        HttpContext context, HyperVInterference what, (bool IsFault, XElement Reply) answer)
    {
        var bytes = Bytes(answer.Reply);
        var response = context.Response;
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        switch (what)
        {
            case HyperVInterference.Malformed:
                response.ContentLength = null;
                await response.WriteAsync("<s:Envelope><unfinished", context.RequestAborted).ConfigureAwait(false);
                break;
            case HyperVInterference.CutAnswer:
                await response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted)
                    .ConfigureAwait(false);
                await response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                context.Abort();
                break;
            case HyperVInterference.SlowDrip:
                for (var at = 0; at < bytes.Length && !context.RequestAborted.IsCancellationRequested; at++)
                {
                    await response.Body.WriteAsync(bytes.AsMemory(at, 1), context.RequestAborted).ConfigureAwait(false);
                    await response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                    await Task.Delay(Drip, time, context.RequestAborted)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                break;
            default:
                context.Abort();
                break;
        }
    }

    private static bool IsServed(PathString path) =>
        path.StartsWithSegments("/wsman", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/wsman-anon", StringComparison.OrdinalIgnoreCase);

    private bool IsLetIn(HttpRequest request)
    {
        if (!System.Net.Http.Headers.AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given)
            || !string.Equals(given.Scheme, "Basic", StringComparison.OrdinalIgnoreCase) || given.Parameter is null)
        {
            return false;
        }

        var decoded = new byte[given.Parameter.Length];
        return Convert.TryFromBase64String(given.Parameter, decoded, out var length)
            && CryptographicOperations.FixedTimeEquals(decoded.AsSpan(0, length), _expected);
    }

    private static void AskWho(HttpResponse response)
    {
        response.StatusCode = (int)HttpStatusCode.Unauthorized;
        response.Headers.WWWAuthenticate = "Basic realm=\"WSMAN\"";
        response.ContentLength = 0;
    }

    private static async Task SendAsync(HttpContext context, bool isFault, XElement reply)
    {
        var bytes = Bytes(reply);
        context.Response.StatusCode =
            isFault ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private static byte[] Bytes(XElement reply) =>
        Encoding.UTF8.GetBytes(reply.ToString(SaveOptions.DisableFormatting));
}
