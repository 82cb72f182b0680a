using System.Diagnostics;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance.Bus;

/// <summary>What every part of the suite needs: a bus per test, and waiting for a condition with a deadline.</summary>
public abstract class BusConformance<TFixture> : IAsyncLifetime
    where TFixture : IMessageBusFixture, new()
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    protected TFixture Fixture { get; } = new();

    protected IMessageBus Bus { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static MessageCatalog Everything { get; } = new([typeof(DoProbe).Assembly], []);

    /// <summary>The catalog of the receiving end.</summary>
    protected virtual MessageCatalog Reads => Everything;

    public async ValueTask InitializeAsync() => Bus = await Fixture.StartAsync(Everything, Reads, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await Fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<RecordingReceiver> ConnectAsync(string layer, params string[] consumes)
    {
        var receiver = new RecordingReceiver();
        await Bus.ConnectAsync(layer, consumes, receiver, Cancellation);
        return receiver;
    }

    /// <summary>Lets time pass until something holds; fails with <paramref name="what"/> when it never does.</summary>
    protected async Task UntilAsync(Func<bool> holds, string what)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"never came: {what}");
            await Fixture.AdvanceAsync(Cancellation);
        }
    }

    /// <summary>Lets time pass until a task has ended, and answers what it ended with.</summary>
    protected async Task<TResult> EndOfAsync<TResult>(Task<TResult> task)
    {
        await UntilAsync(() => task.IsCompleted, "the end of the task");
        return await task;
    }
}
