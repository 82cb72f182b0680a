using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;
using Hcos.Usl.Journal;
using Hcos.Usl.Views;
using Microsoft.Extensions.Logging;

namespace Hcos.Usl.Outside;

/// <summary>
/// Publishes every public event of the journal at the edge, in the journal's order, behind everything else. How far it
/// came is kept beside the views, now and then: after a crash some events are published twice, none is left out.
/// </summary>
internal sealed class OutsideRelay(
    JournalFeed feed, IEventEdge edge, OutsideCommands commands, UslSeams seams, UslOptions options, ILogger logger)
{
    /// <summary>The set of views, an empty one, whose position is how far the edge has come.</summary>
    private const string Set = "outside";

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await RelayAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever the store or the broker throws: the edge begins again where it was.
            catch (Exception failed)
#pragma warning restore CA1031
            {
                Log.OutsideBeginsAgain(logger, failed.GetType().Name, failed.Message);
            }

            await Task.Delay(options.ProjectorRestart, seams.Time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RelayAsync(CancellationToken cancellationToken)
    {
        await using var receiving = await edge.ReceiveAsync(commands.TakeAsync, cancellationToken)
            .ConfigureAwait(false);
        var kept = await seams.Views.PositionAsync(Set, cancellationToken).ConfigureAwait(false);
        var position = kept;
        var keptAt = seams.Time.GetTimestamp();
        while (true)
        {
            var read = await feed.ReadAsync(position + 1, options.ProjectorBatch, cancellationToken)
                .ConfigureAwait(false);
            if (read.Count > 0)
            {
                await edge.PublishAsync(
                    [.. read.Select(JournalEntry.Of).Where(IsPublic).Select(Outside)], cancellationToken)
                    .ConfigureAwait(false);
                position = read[^1].Position;
            }

            if (position > kept && (read.Count == 0 || seams.Time.GetElapsedTime(keptAt) > options.OutsideKeep))
            {
                await seams.Views.WriteAsync(Set, kept, position, [], cancellationToken).ConfigureAwait(false);
                (kept, keptAt) = (position, seams.Time.GetTimestamp());
            }

            if (read.Count == 0) await feed.WaitBeyondAsync(position, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsPublic(JournalEntry entry) =>
        entry.Event.Body is not UnknownMessage && seams.Catalog.IsPublic(entry.Event.Body.GetType());

    private static OutsideEvent Outside(JournalEntry entry) =>
        new(entry.Event with { Body = HiddenUserData.In(entry.Event.Body) }, EventText.SubjectOf(entry.Event.Body));
}
