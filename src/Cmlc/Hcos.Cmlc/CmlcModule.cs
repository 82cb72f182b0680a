using Hcos.Cmlc.Health;
using Hcos.Cmlc.Metrics;
using Hcos.Kernel.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hcos.Cmlc;

/// <summary>
/// Monitoring and logs. So far: health, readiness and metrics of this process; its own log begins with the first
/// series and alerts.
/// </summary>
public sealed class CmlcModule : IDisposable
{
    private static readonly string[] Meters =
    [
        "Hcos.Kernel", "Hcos.Bus", "Hcos.Ci2", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Npgsql",
    ];

    private readonly MetricRegistry _metrics = new(Meters);
    private readonly Func<PlatformHealth> _health;

    /// <summary>Begins to collect.</summary>
    /// <param name="health">Says how the layers of this process stand.</param>
    public CmlcModule(Func<PlatformHealth> health) => _health = health;

    /// <summary>
    /// Adds <c>/healthz</c> and <c>/livez</c> (the process answers), <c>/readyz</c> (200 when all its layers are ready,
    /// otherwise, also for a standby, 503 with the reasons) and <c>/metrics</c> (Prometheus text).
    /// </summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var json = MessageCatalog.CreateOptions();
        routes.MapGet("/healthz", () => Results.Json(new { status = "alive" }, json));
        routes.MapGet("/livez", () => Results.Json(new { status = "alive" }, json));
        routes.MapGet("/readyz", () =>
        {
            var health = _health();
            var code = health.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return Results.Json(health, json, statusCode: code);
        });
        routes.MapGet("/metrics", () => Results.Text(_metrics.Render(), MetricText.ContentType));
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();
}
