using System.Globalization;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Kernel.Stores;
using Hcos.Simulation.Tests.Invariants;
using Hcos.Usl.Journal;
using Hcos.Usl.Views;

namespace Hcos.Simulation.Tests.World;

/// <summary>USL's views where they are stored, with the position they are true for.</summary>
internal abstract class KeptViews
{
    public abstract long Position { get; }

    /// <summary>Folds the next journal entry and writes the rows it changes.</summary>
    public abstract void TakeIn(ViewFold fold, RecordedEvent recorded);

    /// <summary>Gives a new fold what is stored.</summary>
    public abstract void Load(ViewFold fold);

    /// <summary>A hash over all that is stored.</summary>
    public abstract string Hash();
}

/// <summary>Rows are JSON in the simulated view store, traces and former versions included.</summary>
internal sealed class ExactViews(TimeProvider clock) : KeptViews
{
    private readonly SimulatedViewStore _store = new(NoStoreFaults.Instance, clock);

    public override long Position =>
        Synchronously.Get(() => _store.PositionAsync(ViewNames.Set, CancellationToken.None));

    /// <summary>Rows change at most once in one write.</summary>
    public override void TakeIn(ViewFold fold, RecordedEvent recorded)
    {
        var changes = new List<ViewChange>();
        var (from, to) = (Position, recorded.Position);
        fold.Apply(JournalEntry.Of(recorded), changes);
        Synchronously.Run(() => _store.WriteAsync(ViewNames.Set, from, to, changes, CancellationToken.None));
    }

    public override void Load(ViewFold fold)
    {
        foreach (var view in fold.Views)
        {
            var query = new ViewQuery { Limit = 100_000 };
            var page = Synchronously.Get(() => _store.ListAsync(ViewNames.Set, view, query, CancellationToken.None));
            foreach (var row in page.Rows) fold.Load(view, row.Key, row.Value.ToJsonString());
        }
    }

    public override string Hash() =>
        Synchronously.Get(() => _store.HashAsync(ViewNames.Set, CancellationToken.None));
}

/// <summary>Present rows are kept as they are.</summary>
internal sealed class SwiftViews : KeptViews
{
    private readonly SortedDictionary<string, SortedDictionary<string, (long From, object Row)>> _views =
        new(StringComparer.Ordinal);

    private long _position;

    public override long Position => _position;

    public override void TakeIn(ViewFold fold, RecordedEvent recorded)
    {
        fold.Apply(JournalEntry.Of(recorded), (view, key, row) =>
        {
            if (!_views.TryGetValue(view, out var rows)) _views[view] = rows = new(StringComparer.Ordinal);
            if (row is null) rows.Remove(key);
            else rows[key] = (recorded.Position, row);
        });
        _position = recorded.Position;
    }

    public override void Load(ViewFold fold)
    {
        foreach (var (view, rows) in _views)
        {
            foreach (var (key, (_, row)) in rows) fold.Load(view, key, row);
        }
    }

    public override string Hash()
    {
        var text = new StateText();
        var hash = TraceHash.Empty.With((ulong)_position);
        foreach (var (view, rows) in _views)
        {
            foreach (var (key, (from, row)) in rows)
            {
                hash = hash.With(view).With(key).With((ulong)from).With(text.Of(row));
            }
        }

        return hash.Value.ToString("x16", CultureInfo.InvariantCulture);
    }
}
