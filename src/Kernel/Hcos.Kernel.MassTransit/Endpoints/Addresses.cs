namespace Hcos.Kernel.MassTransit.Endpoints;

/// <summary>
/// The names of exchanges and queues, the same on every transport. Everything is sent to an exchange, never to a
/// queue: what is sent to a layer that was never there is lost at once instead of waiting for ever.
/// </summary>
internal static class Addresses
{
    /// <summary>The exchange that a log's batches and heads go through.</summary>
    public static string Log(string log) => $"hcos-log-{log}";

    /// <summary>The queue, and its exchange, of a layer's commands.</summary>
    public static string Commands(string layer) => $"hcos-{layer}-commands";

    /// <summary>The queue, and its exchange, of replay requests and questions to a layer.</summary>
    public static string Requests(string layer) => $"hcos-{layer}-requests";

    /// <summary>The exchange for what is replayed to one consumer alone; bound to its queue of events.</summary>
    public static string Replays(string consumer) => $"hcos-{consumer}-replays";

    /// <summary>A queue of events.</summary>
    public static string Events(string layer, int number) => $"hcos-{layer}-events-{number}";

    /// <summary>The address to send to.</summary>
    public static Uri Exchange(string name) => new($"exchange:{name}");
}
