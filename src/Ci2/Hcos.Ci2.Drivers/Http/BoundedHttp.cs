using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hcos.Ci2.Drivers.Http;

/// <summary>
/// Sends requests and takes whole answers, a bounded number at a time, bounded in bytes and time. It repeats nothing
/// and follows no redirection.
/// </summary>
public sealed class BoundedHttp : IDisposable
{
    private readonly HttpBounds _bounds;
    private readonly TimeProvider _time;
    private readonly Lazy<HttpClient> _http;
    private readonly BoundedTurns _turns;
    private readonly CallCounter _calls;

    /// <summary>Makes one; nothing is read or sent before the first request.</summary>
    /// <param name="bounds">The bounds.</param>
    /// <param name="trustFile">A file of certificates to trust instead of the machine's, or null.</param>
    /// <param name="time">The clock for time-outs.</param>
    /// <param name="calls">Counts the requests.</param>
    public BoundedHttp(HttpBounds bounds, string? trustFile, TimeProvider time, CallCounter calls)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        ArgumentNullException.ThrowIfNull(calls);
        (_bounds, _time, _calls) = (bounds, time, calls);
        _turns = new(
            bounds.RequestsAtOnce, bounds.MostWaiting, "too many requests wait for this environment already");
        // Made by the first request: the file of certificates is not read before, and again when it could not be.
        _http = new(
            () => new HttpClient(Handler(trustFile, bounds)) { Timeout = Timeout.InfiniteTimeSpan },
            LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <param name="request">The request; whoever made it disposes of it.</param>
    /// <param name="sending">Called when the request has its turn, right before it is sent.</param>
    /// <param name="cancellationToken">Gives up; the request may have been sent.</param>
    /// <exception cref="NotSentException">The request surely did not arrive.</exception>
    /// <exception cref="ConnectionLostException">Nobody knows whether it arrived.</exception>
    /// <exception cref="DriverException">Unavailable: too late, too large, or too many.</exception>
    public Task<HttpReply> SendAsync(
        HttpRequestMessage request, Action sending, CancellationToken cancellationToken) =>
        SendAsync(request, sending, _bounds.RequestTimeout, cancellationToken);

    /// <summary>The same for a request with a bound of its own.</summary>
    /// <param name="request">The request; whoever made it disposes of it.</param>
    /// <param name="sending">Called when the request has its turn, right before it is sent.</param>
    /// <param name="within">How long it may take.</param>
    /// <param name="cancellationToken">Gives up; the request may have been sent.</param>
    public async Task<HttpReply> SendAsync(
        HttpRequestMessage request, Action sending, TimeSpan within, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sending);
        await _turns.TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            sending();
            _calls.Count();
            return await ExchangeAsync(request, within, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_http.IsValueCreated) _http.Value.Dispose();
    }

    private static SocketsHttpHandler Handler(string? trustFile, HttpBounds bounds)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = bounds.ConnectTimeout,
            MaxConnectionsPerServer = bounds.RequestsAtOnce,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        };
        if (trustFile is not null)
        {
            var trusted = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            Trust(trusted, trustFile);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trusted };
        }

        return handler;
    }

    private static void Trust(X509ChainPolicy policy, string file)
    {
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException
            or UnauthorizedAccessException)
        {
            throw new DriverException(
                DriverFailure.Unavailable, "the file of certificates to trust cannot be read", unreadable);
        }
    }

    private async Task<HttpReply> ExchangeAsync(
        HttpRequestMessage request, TimeSpan within, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(within, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var response = await _http.Value
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            var body = await ReadAsync(response.Content, both.Token).ConfigureAwait(false);
            return new(response.StatusCode, response.Headers, body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable($"no answer within {within}");
        }
        catch (HttpRequestException broken) when (broken.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            throw new NotSentException(broken.HttpRequestError == HttpRequestError.SecureConnectionError
                ? $"the endpoint's certificate is not trusted or it speaks no TLS: {broken.Message}"
                : $"the endpoint cannot be reached: {broken.Message}");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new ConnectionLostException(broken);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var from = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (read.Length + count > _bounds.LargestAnswer)
            {
                throw Unavailable($"the answer is larger than {_bounds.LargestAnswer} bytes");
            }

            read.Write(buffer.AsSpan(0, count));
        }

        return read.ToArray();
    }

    private static DriverException Unavailable(string what) => new(DriverFailure.Unavailable, what);
}
