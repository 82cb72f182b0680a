namespace Hcos.Simulation.Tests.World;

/// <summary>Calls to seams whose simulated twins complete before they return.</summary>
internal static class Synchronously
{
    public static void Run(Func<Task> call)
    {
        var task = call();
        if (!task.IsCompleted) throw new InvalidOperationException("a simulated seam did not complete at once");
        task.GetAwaiter().GetResult();
    }

    public static TResult Get<TResult>(Func<Task<TResult>> call)
    {
        var task = call();
        return task.IsCompleted
            ? task.GetAwaiter().GetResult()
            : throw new InvalidOperationException("a simulated seam did not complete at once");
    }

    public static List<TItem> Read<TItem>(IAsyncEnumerable<TItem> items) => Get(async () =>
    {
        var read = new List<TItem>();
        await foreach (var item in items) read.Add(item);
        return read;
    });
}
