using Hcos.Kernel.Bus;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;
using Microsoft.Extensions.Logging;

namespace Hcos.Kernel.Hosting;

/// <summary>
/// Runs a layer for as long as it is wanted: owns its log, loads it, feeds it and carries its outputs out. When the
/// ownership ends (the store failed, somebody else took over) it begins again with a new one.
/// </summary>
public sealed class LayerHost : IDisposable
{
    private readonly LayerDefinition _definition;
    private readonly LayerSeams _seams;
    private readonly LayerHostOptions _options;
    private readonly ILogger _logger;
    private readonly KernelMetrics _metrics;
    private volatile Ownership? _ownership;
    private volatile string _why = "it is starting";

    /// <summary>Makes a host; nothing happens before <see cref="RunAsync"/>.</summary>
    public LayerHost(LayerDefinition definition, LayerSeams seams, LayerHostOptions options, ILogger logger)
    {
        _definition = definition;
        _seams = seams;
        _options = options;
        _logger = logger;
        _metrics = new KernelMetrics(definition.Name, () => Status);
    }

    /// <summary>The layer's name.</summary>
    public string Name => _definition.Name;

    /// <summary>What an operator wants to know; null while this process does not own the log.</summary>
    public LayerStatus? Status => _ownership?.LatestStatus;

    /// <summary>Whether this process owns the log and has consumed what was announced when it began.</summary>
    public bool IsReady => Status is { HasCaughtUp: true };

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="LogRegressedException">A consumed log went back: nothing may go on.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await OwnOnceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost) when (lost is OwnershipLostException or StoreUnavailableException)
            {
                _why = lost.Message;
                Log.OwnershipEnded(_logger, Name, lost.Message);
            }
            finally
            {
                _ownership = null;
            }

            await Task.Delay(_options.RestartDelay, _seams.Time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Puts a command into the layer directly; completes when what it led to is committed.</summary>
    /// <exception cref="StoreUnavailableException">This process does not own the log now: repeat later.</exception>
    /// <exception cref="OwnershipLostException">The outcome is unknown: repeat it under the same id.</exception>
    public Task SubmitAsync(MessageContext context, ICommand command, CancellationToken cancellationToken) =>
        _ownership is { } ownership
            ? ownership.SubmitAsync(new LayerInput.Submitted(context, command), cancellationToken)
            : throw new StoreUnavailableException($"{Name} does not own its log now: {_why}");

    /// <summary>Puts a question to the layer directly; the answer shows only what is committed.</summary>
    /// <exception cref="StoreUnavailableException">This process does not own the log now: repeat later.</exception>
    /// <exception cref="OwnershipLostException">The ownership ended meanwhile: repeat later.</exception>
    public async Task<TAnswer> AskAsync<TAnswer>(IQuestion<TAnswer> question, CancellationToken cancellationToken)
    {
        var answer = _ownership is { } ownership
            ? await ownership.AskedAsync(question, cancellationToken).ConfigureAwait(false)
            : null;
        return answer is TAnswer known
            ? known
            : throw new StoreUnavailableException($"{Name} does not own its log now: {_why}");
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    private async Task OwnOnceAsync(CancellationToken cancellationToken)
    {
        await using var log = await _seams.Store.OwnAsync(Name, cancellationToken).ConfigureAwait(false);
        var loaded = await LayerLoading.LoadAsync(
            _definition,
            _seams.Store,
            _seams.Catalog,
            _options.Layer,
            log.Head,
            reason => Log.SnapshotIgnored(_logger, Name, reason),
            cancellationToken).ConfigureAwait(false);
        var layer = loaded.Layer;
        Log.Owned(_logger, Name, log.Epoch, layer.Head);
        await using var ownership = new Ownership(
            _definition, loaded, log, new LogClock(_seams.Time, layer.Time), _seams, _options, _metrics, _logger);
        _ownership = ownership;
        await ownership.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>The seams that a layer runs on.</summary>
/// <param name="Catalog">All messages.</param>
/// <param name="Store">The event store.</param>
/// <param name="Bus">The bus.</param>
/// <param name="Effects">Carries out the layer's effects.</param>
/// <param name="Time">The clock.</param>
/// <param name="Committed">
/// Told of every commit, in order, before anything else learns of it; null for nobody. Must be quick and not throw.
/// </param>
public sealed record LayerSeams(
    MessageCatalog Catalog,
    IEventStore Store,
    IMessageBus Bus,
    IEffectRunner Effects,
    TimeProvider Time,
    Action<IReadOnlyList<RecordedEvent>>? Committed = null);

/// <summary>A consumed log went back behind what was consumed. Nothing may go on before people have looked.</summary>
public sealed class LogRegressedException : Exception
{
    /// <summary>Makes one.</summary>
    public LogRegressedException(string message)
        : base(message)
    {
    }
}
