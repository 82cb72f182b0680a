using System.Collections.Concurrent;
using Hcos.Kernel.Bus;

namespace Hcos.Usl.Tests.Platform;

/// <summary>An edge that keeps what goes outside; no command comes in.</summary>
internal sealed class RecordingEdge : IEventEdge, IAsyncDisposable
{
    public ConcurrentQueue<OutsideEvent> Published { get; } = new();

    public Task PublishAsync(IReadOnlyList<OutsideEvent> events, CancellationToken cancellationToken)
    {
        foreach (var happened in events) Published.Enqueue(happened);
        return Task.CompletedTask;
    }

    public Task<IAsyncDisposable> ReceiveAsync(
        Func<OutsideCommand, CancellationToken, Task> take, CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable>(this);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
