using System.Net;
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
    private readonly Func<DriverSecret, CancellationToken, Task<DriverSecret?>>? _otherSecret;
    private readonly BoundedHttp _http;
    private readonly string _messages = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
    private volatile DriverSecret? _secret;
    private int _lastMessage;

    public HttpWire(Uri endpoint, DriverConnection connection, HyperVOptions options)
    {
        _endpoint = endpoint;
        _otherSecret = connection.OtherSecret;
        _secret = connection is { UserName: { } user, Secret: { } secret } ? new(user, secret) : null;
        _http = new(options.Http, connection.TrustFile, connection.Time, connection.Calls);
    }

    /// <summary>An id for the next message.</summary>
    public string NextMessage()
    {
        var id = $"{_messages}{Interlocked.Increment(ref _lastMessage):x12}";
        return Guid.ParseExact(id, "N").ToString("D");
    }

    /// <summary>
    /// Sends a message and reads the answer's body. A message whose secret is refused did nothing: it is sent once more
    /// with another one, if there is another.
    /// </summary>
    /// <param name="message">The envelope.</param>
    /// <param name="sending">Called when the message has its turn, right before it is sent.</param>
    /// <param name="cancellationToken">Gives up; the message may have been sent.</param>
    public async Task<XElement> SendAsync(XElement message, Action sending, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(message.ToString(SaveOptions.DisableFormatting));
        var secret = _secret;
        var reply = await SendOnceAsync(bytes, secret, sending, cancellationToken).ConfigureAwait(false);
        if (reply.Status == HttpStatusCode.Unauthorized && secret is not null
            && await OtherAsync(secret, cancellationToken).ConfigureAwait(false) is { } other)
        {
            reply = await SendOnceAsync(bytes, other, sending, cancellationToken).ConfigureAwait(false);
            if (reply.Status != HttpStatusCode.Unauthorized) _secret = other;
        }

        return Read(reply);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpReply> SendOnceAsync(
        byte[] message, DriverSecret? secret, Action sending, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint)
        {
            Content = new ByteArrayContent(message),
        };
        request.Content.Headers.ContentType = new("application/soap+xml") { CharSet = "UTF-8" };
        request.Headers.Authorization = secret is null
            ? null
            : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{secret.UserName}:{secret.Secret}")));
        return await _http.SendAsync(request, sending, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Another call may have found the one that is accepted meanwhile.</summary>
    private async Task<DriverSecret?> OtherAsync(DriverSecret refused, CancellationToken cancellationToken)
    {
        if (_secret is { } found && found != refused) return found;
        return _otherSecret is null ? null : await _otherSecret(refused, cancellationToken).ConfigureAwait(false);
    }

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
