using Hcos.Benchmarks.Measuring;
using Hcos.Ci2.Drivers;

namespace Hcos.Benchmarks.Sync.Places;

/// <summary>An infrastructure on which somebody else changes servers, past HCOS.</summary>
internal abstract class MeasuredPlace : IAsyncDisposable
{
    /// <summary>What figures call it, and what it is.</summary>
    public abstract string Name { get; }

    /// <summary>The environment that it is, or is to become.</summary>
    public abstract NewEnvironment Environment { get; }

    /// <summary>Makes a driver for it.</summary>
    public abstract IDriverFactory Drivers { get; }

    /// <summary>The names of servers that are there to be changed; each is found in its first state.</summary>
    public abstract IReadOnlyList<string> Servers { get; }

    /// <summary>What a changed server is then, and what it was before and is again after the change back.</summary>
    public abstract (string Changed, string Before) States { get; }

    /// <summary>Somebody changes a server, or changes it back.</summary>
    /// <param name="server">Its index.</param>
    /// <param name="isBack">Whether it is to be as before.</param>
    public abstract Task ChangeAsync(int server, bool isBack);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
