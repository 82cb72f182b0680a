using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hcos.Cie.Simulators.Wire;

/// <summary>The HTTP server of an endpoint.</summary>
internal static class LoopbackServer
{
    /// <summary>Makes one that does not listen yet.</summary>
    /// <param name="port">The port on loopback; 0 takes a free one.</param>
    /// <param name="largestRequest">The largest request, in bytes.</param>
    /// <param name="certificate">Its certificate with its key, for https; null for plain http.</param>
    public static WebApplication Build(int port, int largestRequest, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = largestRequest;
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null) listen.UseHttps(certificate);
            });
        });
        builder.Services.AddRoutingCore();
        return builder.Build();
    }

    /// <summary>Where it listens.</summary>
    public static Uri AddressOf(WebApplication application) => new(
        application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Stops it.</summary>
    /// <param name="application">The server.</param>
    /// <param name="cancellationToken">Waits no longer for those who are connected.</param>
    public static async Task StopAsync(WebApplication application, CancellationToken cancellationToken)
    {
        await application.StopAsync(cancellationToken).ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
    }
}
