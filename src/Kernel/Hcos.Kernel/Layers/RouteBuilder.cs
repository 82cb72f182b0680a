using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>Says which messages lead to which streams of one family.</summary>
/// <typeparam name="TLookups">What the layer knows across its streams.</typeparam>
public sealed class RouteBuilder<TLookups> where TLookups : class, ILookups
{
    internal Dictionary<Type, Func<object, TLookups, IEnumerable<RoutedMessage>>> Routes { get; } = [];

    internal Func<RecordedEvent, TLookups, IEnumerable<RoutedMessage>>? ObservesEverything { get; private set; }

    /// <summary>Messages of this type go to the stream that <paramref name="stream"/> names.</summary>
    /// <param name="stream">The stream's name without the family's word.</param>
    public RouteBuilder<TLookups> On<TMessage>(Func<TMessage, string> stream) where TMessage : class
    {
        Routes.Add(typeof(TMessage), (message, _) => [new RoutedMessage(stream((TMessage)message), message)]);
        return this;
    }

    /// <summary>Messages of this type go to the streams that <paramref name="streams"/> names, possibly none.</summary>
    public RouteBuilder<TLookups> On<TMessage>(Func<TMessage, TLookups, IEnumerable<string>> streams)
        where TMessage : class
    {
        Routes.Add(typeof(TMessage), (message, lookups) =>
            streams((TMessage)message, lookups).Select(stream => new RoutedMessage(stream, message)));
        return this;
    }

    /// <summary>Messages of this type are taken apart: each part goes to its own stream.</summary>
    public RouteBuilder<TLookups> Split<TMessage>(Func<TMessage, TLookups, IEnumerable<RoutedMessage>> parts)
        where TMessage : class
    {
        Routes.Add(typeof(TMessage), (message, lookups) => parts((TMessage)message, lookups));
        return this;
    }

    /// <summary>Every event of every consumed log goes to the streams that <paramref name="parts"/> names.</summary>
    public RouteBuilder<TLookups> OnEverything(Func<RecordedEvent, TLookups, IEnumerable<RoutedMessage>> parts)
    {
        ObservesEverything = parts;
        return this;
    }
}

/// <summary>A message on its way to one stream of a family.</summary>
/// <param name="Stream">The stream's name without the family's word.</param>
/// <param name="Message">What is put before its decider.</param>
public sealed record RoutedMessage(string Stream, object Message);
