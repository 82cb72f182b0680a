namespace Hcos.Kernel.MassTransit.Endpoints;

/// <summary>
/// The names of exchanges, the same on every transport. Everything is sent to an exchange, never to a queue: what is
/// sent to a layer that is not there is lost at once instead of waiting for ever.
/// </summary>
/// <param name="prefix">Put before every name.</param>
internal sealed class Addresses(string prefix)
{
    /// <summary>The exchange that a log's batches and heads go through.</summary>
    public string Log(string log) => $"{prefix}-log-{log}";

    /// <summary>The exchange of a layer's commands.</summary>
    public string Commands(string layer) => $"{prefix}-{layer}-commands";

    /// <summary>The exchange of replay requests and questions to a layer.</summary>
    public string Requests(string layer) => $"{prefix}-{layer}-requests";

    /// <summary>The exchange for what is replayed to one consumer alone; bound to its queue of events.</summary>
    public string Replays(string consumer) => $"{prefix}-{consumer}-replays";

    /// <summary>What a layer's queues of events are called.</summary>
    public string Events(string layer) => $"{prefix}-{layer}-events";

    /// <summary>The address to send to.</summary>
    public static Uri Exchange(string name) => new($"exchange:{name}");
}
