using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Kernel.Hosting;
using Microsoft.Extensions.Logging;

namespace Hcos.Ci2.Driving;

/// <summary>
/// Lists everything of an environment. Nothing is told of a listing before it is known to be complete, under the
/// expected identity before its first read and after its last.
/// </summary>
internal sealed class SweepCalls(Ci2Options options, ILogger logger)
{
    public async Task<DriverAnswer> SweepAsync(
        DriverLane lane, DriverCall.Sweep sweep, IEffectContext context, CancellationToken cancellationToken)
    {
        var startedAt = context.Now;
        var before = lane.Calls.Total;
        lane.Pace.Within(sweep.Looks);
        var (scope, listed) = await lane.Pipelines.Sweep.ExecuteAsync(
            async token => await ListAsync(lane.Driver, sweep.NativeIdentity, context, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        var endedAt = context.Now;
        var own = lane.Calls.Total - before;
        foreach (var (_, kindStartedAt, objects) in listed)
        {
            foreach (var part in objects.Chunk(options.LargestReport))
            {
                var report = new ObjectsListed(
                    sweep.Reach.Environment, sweep.Reach.Generation, kindStartedAt, part);
                await context.ReportAsync(report, cancellationToken).ConfigureAwait(false);
            }
        }

        Log.Swept(logger, sweep.Reach.Environment.ToString(), listed.Sum(listing => listing.Objects.Count));
        return new DriverAnswer.Swept(
            scope,
            startedAt,
            endedAt,
            [.. listed.Select(l => new Listing(l.Kind, l.StartedAt, [.. l.Objects.Select(seen => seen.Key)]))])
        {
            Calls = lane.Calls.Take(),
            OwnCalls = own,
        };
    }

    private async Task<(string Scope, List<Listed> Listed)> ListAsync(
        IResourceDriver driver, string identity, IEffectContext context, CancellationToken cancellationToken)
    {
        var before = await driver.ProbeAsync(cancellationToken).ConfigureAwait(false);
        var listed = new List<Listed>();
        var count = 0;
        foreach (var kind in driver.Capabilities.Lists)
        {
            var listing = new Listed(kind, context.Now, []);
            await foreach (var seen in driver.ListAsync(kind, cancellationToken).ConfigureAwait(false))
            {
                if (++count > options.MostObjects)
                {
                    throw new DriverException(
                        DriverFailure.Exhausted, $"the environment has more than {options.MostObjects} objects");
                }

                listing.Objects.Add(seen);
            }

            listed.Add(listing);
        }

        var after = await driver.ProbeAsync(cancellationToken).ConfigureAwait(false);
        if (before.NativeIdentity != identity || after != before)
        {
            throw new DriverException(DriverFailure.Conflict, "somebody else answered, or with other rights");
        }

        return (before.Scope, listed);
    }

    private sealed record Listed(ResourceKind Kind, DateTimeOffset StartedAt, List<ResourceObject> Objects);
}
