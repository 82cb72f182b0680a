using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.HyperV.WsMan;

/// <summary>
/// Sends messages and takes answers. The credential goes with each request, so that a request is never sent twice to
/// find out that it is asked for.
/// </summary>
internal sealed class HttpWire : IDisposable
{
    private readonly Uri _endpoint;
    private readonly AuthenticationHeaderValue? _credential;
    private readonly BoundedHttp _http;
    private readonly string _messages = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
    private int _lastMessage;

    public HttpWire(Uri endpoint, DriverConnection connection, HyperVOptions options)
    {
        _endpoint = endpoint;
        _credential = connection is { UserName: { } user, Secret: { } secret }
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")))
            : null;
        _http = new(options.Http, connection.TrustFile, connection.Time, connection.Calls);
    }

    /// <summary>An id for the next message.</summary>
    public string NextMessage()
    {
        var id = $"{_messages}{Interlocked.Increment(ref _lastMessage):x12}";
        return Guid.ParseExact(id, "N").ToString("D");
    }

    /// <summary>Sends a message and reads the answer's body.</summary>
    /// <param name="message">The envelope.</param>
    /// <param name="sending">Called when the message has its turn, right before it is sent.</param>
    /// <param name="cancellationToken">Gives up; the message may have been sent.</param>
    public async Task<XElement> SendAsync(XElement message, Action sending, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint)
        {
            Content = new ByteArrayContent(
                Encoding.UTF8.GetBytes(message.ToString(SaveOptions.DisableFormatting))),
        };
        request.Content.Headers.ContentType = new("application/soap+xml") { CharSet = "UTF-8" };
        request.Headers.Authorization = _credential;
        return Read(await _http.SendAsync(request, sending, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static XElement Read(HttpReply reply)
    {
        if (reply.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new DriverException(
                DriverFailure.Denied, "Hyper-V: the credential is not accepted, or Basic is not allowed");
        }

        var carriesSoap =
            reply.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.InternalServerError;
        using var content = new MemoryStream(reply.Body.ToArray(), writable: false);
        return (carriesSoap ? SoapReplies.Body(content) : null)
            ?? throw new DriverException(
                DriverFailure.Unavailable, $"Hyper-V: status {(int)reply.Status} without a SOAP body");
    }
}
