using Hcos.Kernel.Hosting;

namespace Hcos.Host.Running;

/// <summary>
/// Keeps the API of a standby shut: before it has owned USL's log it has nothing true to say. Health and metrics pass.
/// </summary>
internal sealed class StandbyGate(LayerHost usl)
{
    private const string ApiPath = "/v1";
    private volatile bool _hasOwned;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next, CancellationToken cancellationToken)
    {
        _hasOwned = _hasOwned || usl.Status is not null;
        if (_hasOwned || !context.Request.Path.StartsWithSegments(ApiPath, StringComparison.Ordinal))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.RetryAfter = "1";
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsJsonAsync(
            new
            {
                title = "this process stands by",
                status = StatusCodes.Status503ServiceUnavailable,
                code = "standby",
                detail = "another process serves the API, or this one is about to: ask again",
            },
            options: null,
            contentType: "application/problem+json",
            cancellationToken).ConfigureAwait(false);
    }
}
