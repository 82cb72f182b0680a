using Hcos.Kernel.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Hcos.Usl.Api;

/// <summary>Around every request: the size of its body, who asks, and problem details for what goes wrong.</summary>
internal sealed class ApiGuard(ApiDesk desk, Gatekeeper gatekeeper, ILogger logger)
{
    private const int DrainedBodies = 16;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next, CancellationToken cancellationToken)
    {
        try
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                // Endpoints read no more than the bound; the server takes the rest in, so that the answer arrives.
                size.MaxRequestBodySize = (long)desk.Options.LargestBody * DrainedBodies;
            }

            gatekeeper.Admit(context);
            await next(context).ConfigureAwait(false);
            if (!context.Response.HasStarted && context.Response.ContentType is null) Complete(context);
        }
        catch (ProblemException problem)
        {
            await Problems.WriteAsync(context, problem, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (BadHttpRequestException bad)
        {
            await Problems.WriteAsync(context, Bad(bad), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is StoreUnavailableException or OwnershipLostException)
        {
            var away = Problems.StoreUnavailable(lost);
            await Problems.WriteAsync(context, away, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The last guard: a defect of ours is told as such and shown in the log.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Log.RequestThrew(logger, context.Request.Method, context.Request.Path, thrown);
            var defect = new ProblemException(
                StatusCodes.Status500InternalServerError, "defect", "a defect of HCOS itself; see its log");
            await Problems.WriteAsync(context, defect, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Routing found nothing, or nothing for this method.</summary>
    private static void Complete(HttpContext context)
    {
        if (context.Response.StatusCode == StatusCodes.Status404NotFound)
        {
            throw new ProblemException(
                StatusCodes.Status404NotFound,
                "no-such-route",
                $"there is nothing at {Problems.Shown(context.Request.Path)}",
                "GET /v1/services lists every operation with its route");
        }

        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            throw new ProblemException(
                StatusCodes.Status405MethodNotAllowed,
                "method-not-allowed",
                $"{Problems.Shown(context.Request.Method)} is not possible here",
                $"possible are {context.Response.Headers.Allow}");
        }
    }

    private ProblemException Bad(BadHttpRequestException bad) =>
        bad.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? new ProblemException(
                bad.StatusCode,
                "body-too-large",
                $"the body is larger than {desk.Options.LargestBody} bytes",
                "send less")
            : Problems.Invalid("bad-request", "the request is not whole or not HTTP", "send it again, completely");
}
