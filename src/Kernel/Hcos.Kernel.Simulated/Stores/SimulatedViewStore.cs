using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Simulated.Stores;

/// <summary>Views in memory. Without delays every call completes before it returns.</summary>
/// <param name="faults">What goes wrong.</param>
/// <param name="time">For delays.</param>
public sealed class SimulatedViewStore(IStoreFaults faults, TimeProvider time) : IViewStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SimulatedViewSet> _sets = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<long> PositionAsync(string set, CancellationToken cancellationToken) =>
        CallAsync(StoreCall.ReadViews, set, () => SetOf(set).Position, cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(
        string set,
        long expected,
        long position,
        IReadOnlyList<ViewChange> changes,
        CancellationToken cancellationToken)
    {
        var fit = ViewRules.Check(expected, position, changes);
        return CallAsync(StoreCall.WriteViews, set, () => Write(set, expected, position, fit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ViewRow?> GetAsync(
        string set, string view, string key, long? at, CancellationToken cancellationToken) =>
        CallAsync(StoreCall.ReadViews, set, () => SetOf(set).Get(view, key, at), cancellationToken);

    /// <inheritdoc/>
    public Task<ViewPage> ListAsync(string set, string view, ViewQuery query, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        return CallAsync(StoreCall.ReadViews, set, () => SetOf(set).List(view, query), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ViewRow>> HistoryAsync(
        string set, string view, string key, int limit, CancellationToken cancellationToken) =>
        CallAsync(StoreCall.ReadViews, set, () => SetOf(set).History(view, key, limit), cancellationToken);

    /// <inheritdoc/>
    public async Task FillAsync(
        string set,
        IAsyncEnumerable<ViewVersion> versions,
        Func<long> position,
        CancellationToken cancellationToken)
    {
        var filled = new SimulatedViewSet();
        await foreach (var version in versions.WithCancellation(cancellationToken))
        {
            filled.Fill(ViewRules.Fit(version));
        }
        await CallAsync(
            StoreCall.WriteViews,
            set,
            () =>
            {
                if (SetOf(set).Position != 0) throw new ViewConflictException($"set {set} does not stand at 0");
                filled.Write(position(), []);
                return _sets[set] = filled;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task DropAsync(string set, CancellationToken cancellationToken) =>
        CallAsync(StoreCall.WriteViews, set, () => _sets.Remove(set), cancellationToken);

    /// <inheritdoc/>
    public Task<string> HashAsync(string set, CancellationToken cancellationToken) =>
        CallAsync(StoreCall.ReadViews, set, () => SetOf(set).Hash(null), cancellationToken);

    /// <inheritdoc/>
    public Task<string> HashAtAsync(string set, long position, CancellationToken cancellationToken) =>
        CallAsync(StoreCall.ReadViews, set, () => SetOf(set).Hash(position), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> SetsAsync(CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<string>>(
            StoreCall.ReadViews,
            "sets",
            () => [.. _sets.Where(set => set.Value.Position > 0).Select(set => set.Key).Order(Utf8Order.Instance)],
            cancellationToken);

    private async Task<TResult> CallAsync<TResult>(
        StoreCall call, string set, Func<TResult> act, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fault = faults.Next(call, set);
        if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, time, cancellationToken);
        if (fault.Kind == StoreFaultKind.Refuse) throw new StoreUnavailableException($"{call} on {set} was refused");
        TResult result;
        lock (_lock) result = act();
        return fault.Kind == StoreFaultKind.LoseAnswer
            ? throw new StoreUnavailableException($"no answer to {call} on {set}")
            : result;
    }

    private bool Write(string set, long expected, long position, IReadOnlyList<ViewChange> changes)
    {
        var found = SetOf(set);
        if (found.Position != expected) throw new ViewConflictException($"set {set} does not stand at {expected}");
        found.Write(position, changes);
        return true;
    }

    private SimulatedViewSet SetOf(string set)
    {
        if (!_sets.TryGetValue(set, out var found)) _sets[set] = found = new SimulatedViewSet();
        return found;
    }
}
