using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Hcos.Cie.Simulators.Wire;
using Microsoft.AspNetCore.Http;

namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>WS-Management over HTTP: who is let in, status codes, and what goes wrong on purpose.</summary>
internal sealed class WsManRequests(
    WsManService service, Mischief mischief, HyperVEndpointOptions options, TimeProvider time)
{
    private const string ContentType = "application/soap+xml;charset=UTF-8";

    private readonly MischievousHttp _http = new(mischief, time);
    private volatile byte[] _expected = Encoding.UTF8.GetBytes($"{options.UserName}:{options.Password}");

    /// <summary>How many subscriptions there are.</summary>
    public int Subscriptions => service.Subscriptions;

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
            await MischievousHttp.SendAsync(context, AskWho(), cancellationToken).ConfigureAwait(false);
            return;
        }

        SoapRequest request;
        try
        {
            request = SoapRequest.Read(body);
        }
        catch (WsManException fault)
        {
            await MischievousHttp.SendAsync(context, Answer((true, service.Fault("", fault))), cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        var isForEvents = service.IsForEvents(request);
        if (isForEvents) await service.UntilEventsAsync(request, cancellationToken).ConfigureAwait(false);
        await _http.AnswerAsync(
            context,
            isForEvents ? "PullEvents" : request.Verb,
            () => Answer(service.Answer(request)),
            new Wrong(service, request.MessageId),
            cancellationToken).ConfigureAwait(false);
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

    private static WireAnswer AskWho() => WireAnswer.Empty(StatusCodes.Status401Unauthorized) with
    {
        Headers = new Dictionary<string, string> { ["WWW-Authenticate"] = "Basic realm=\"WSMAN\"" },
    };

    private static WireAnswer Answer((bool IsFault, XElement Reply) answer) => new(
        answer.IsFault ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK,
        ContentType,
        Encoding.UTF8.GetBytes(answer.Reply.ToString(SaveOptions.DisableFormatting)));

    private sealed class Wrong(WsManService service, string messageId) : IWrongAnswers
    {
        public WireAnswer Fault() => Answer(
            (true, service.Fault(messageId, new(WsManFault.InternalError, "the host was told to fail"))));

        public WireAnswer Unauthorized() => AskWho();

        public WireAnswer Malformed() =>
            new(StatusCodes.Status200OK, ContentType, Encoding.UTF8.GetBytes("<s:Envelope><unfinished"));
    }
}
