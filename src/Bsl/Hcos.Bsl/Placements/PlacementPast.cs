using Hcos.Contracts.Bsl;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Bsl.Placements;

/// <summary>
/// Answers for decisions of the past from BSL's own log. What was known at some positions is kept, so that the next
/// question reads only what follows the nearest of them.
/// </summary>
internal sealed class PlacementPast(IEventStore store, BslOptions options)
    : IEffectRunner, IInquiryRunner, IAsyncDisposable
{
    private const string ServerFamily = "server";
    private readonly SortedList<long, BslLookups> _kept = [];
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public Task<object> RunAsync(EffectStart start, IEffectContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("BSL touches nothing outside");

    /// <inheritdoc/>
    public async Task<object> AnswerAsync(object request, CancellationToken cancellationToken)
    {
        var question = (ExplainPlacement)request;
        var stream = $"{ServerFamily}-{question.Server}";
        var events = new List<IEvent>();
        await foreach (var happened in store
            .ReadStreamAsync(BslModule.Name, stream, 1, options.LongestStream, cancellationToken).ConfigureAwait(false))
        {
            events.Add(happened.Body);
        }

        if (PastDecision.In(events).FirstOrDefault(past => past.Placed.Round == question.Round) is not { } decision)
        {
            return Explaining.Unexplained("missing", "the log has no such decision");
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var then = await AtAsync(decision.Position, cancellationToken).ConfigureAwait(false);
            return Explaining.Explain(decision, then, question.Host);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What was known at a position of the log.</summary>
    internal async Task<BslLookups> AtAsync(long position, CancellationToken cancellationToken)
    {
        var then = Nearest(position)?.CopyOfPlaces() ?? new BslLookups(options);
        while (then.Candidates.Position < position)
        {
            var (before, from) = (then.Candidates.Position, then.Candidates.Position + 1);
            var limit = (int)Math.Min(options.PastPage, position - before);
            await foreach (var happened in store
                .ReadAsync(BslModule.Name, from, limit, cancellationToken).ConfigureAwait(false))
            {
                then.Apply(happened);
            }

            if (then.Candidates.Position == before) break; // The log is shorter than it was said to be.
            Keep(then);
        }

        return then;
    }

    private BslLookups? Nearest(long position)
    {
        BslLookups? nearest = null;
        foreach (var (kept, lookups) in _kept)
        {
            if (kept <= position) nearest = lookups;
        }

        return nearest;
    }

    /// <summary>As far apart as their number allows: when there are too many, every other one goes.</summary>
    private void Keep(BslLookups then)
    {
        if (_kept.Keys.Any(kept => Math.Abs(kept - then.Candidates.Position) < options.PastPage / 2)) return;
        if (_kept.Count >= options.MostPastKept)
        {
            for (var index = _kept.Count - 1; index > 0; index -= 2) _kept.RemoveAt(index);
        }

        _kept[then.Candidates.Position] = then.CopyOfPlaces();
    }
}
