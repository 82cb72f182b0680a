using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Api;

/// <summary>Has all views built once more from the journal, and tells whether they are what they should be.</summary>
internal sealed class ViewsEndpoint(ApiDesk desk)
{
    public async Task RebuildAsync(HttpContext context, CancellationToken cancellationToken)
    {
        _ = new Query(context);
        if (!Gatekeeper.IsAdministrator(context))
        {
            throw new ProblemException(403, "forbidden", "the right views.rebuild is missing", "ask an administrator");
        }

        var rebuilt = await desk.Projector.RebuildAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new ProblemException(
                409, "rebuild-under-way", "the views are being built already", "repeat it when that has ended");
        var answer = new JsonObject
        {
            ["position"] = rebuilt.Position,
            ["seconds"] = Math.Round(rebuilt.Took.TotalSeconds, 3),
            ["areEqual"] = rebuilt.AreEqual,
            ["live"] = rebuilt.Live,
            ["rebuilt"] = rebuilt.Rebuilt,
        };
        await Json.WriteAsync(context, answer, cancellationToken).ConfigureAwait(false);
    }
}
