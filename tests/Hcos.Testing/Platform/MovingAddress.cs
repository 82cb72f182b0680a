namespace Hcos.Testing.Platform;

/// <summary>Sends each request to where the platform is at that moment.</summary>
internal sealed class MovingAddress(Func<Uri> address)
    : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(address(), request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
