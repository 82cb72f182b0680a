using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>Declares a layer.</summary>
/// <typeparam name="TLookups">What the layer knows across its streams.</typeparam>
public sealed class LayerBuilder<TLookups> where TLookups : class, ILookups
{
    private readonly string _name;
    private readonly Func<TLookups> _createLookups;
    private readonly List<Func<ILookups, StreamFamily>> _families = [];
    private readonly Dictionary<Type, Func<object, ILookups, object?>> _questions = [];
    private readonly SortedSet<string> _logs = new(StringComparer.Ordinal);
    private bool _ordersByCause;

    /// <summary>Begins a layer.</summary>
    /// <param name="name">Its name: <c>bsl</c>.</param>
    /// <param name="createLookups">Makes empty lookups.</param>
    public LayerBuilder(string name, Func<TLookups> createLookups)
    {
        _name = name;
        _createLookups = createLookups;
    }

    /// <summary>Consumes the log of another layer, for its events or for the answers to commands sent there.</summary>
    public LayerBuilder<TLookups> Consumes(params string[] logs)
    {
        _logs.UnionWith(logs);
        return this;
    }

    /// <summary>Takes events of different logs in only after their causes, as far as these come in time.</summary>
    public LayerBuilder<TLookups> OrdersByCause()
    {
        _ordersByCause = true;
        return this;
    }

    /// <summary>Declares a kind of stream that decides.</summary>
    /// <param name="family">The first word of its streams' names: <c>server</c> gives <c>server-…</c>.</param>
    /// <param name="routes">Which messages lead to which streams.</param>
    public LayerBuilder<TLookups> Aggregate<TDecider, TState>(string family, Action<RouteBuilder<TLookups>> routes)
        where TDecider : IDecider<TState, TLookups> =>
        Add<TDecider, TState>(family, routes, null);

    /// <summary>Declares a kind of stream that decides and works towards something.</summary>
    /// <param name="family">The first word of its streams' names.</param>
    /// <param name="routes">Which messages lead to which streams.</param>
    public LayerBuilder<TLookups> Process<TProcess, TState>(string family, Action<RouteBuilder<TLookups>> routes)
        where TProcess : IProcess<TState, TLookups> =>
        Add<TProcess, TState>(family, routes, TProcess.Pending);

    /// <summary>Answers a question from what the layer knows.</summary>
    public LayerBuilder<TLookups> Answers<TQuestion, TAnswer>(Func<TQuestion, TLookups, TAnswer> answer)
        where TQuestion : IQuestion<TAnswer>
    {
        _questions.Add(typeof(TQuestion), (question, lookups) => answer((TQuestion)question, (TLookups)lookups));
        return this;
    }

    /// <summary>
    /// Answers a question from what the world says: what the layer knows decides what is asked, or answers by itself.
    /// </summary>
    /// <param name="find">An <see cref="Inquiry"/> or, where nothing is to be asked, the answer.</param>
    public LayerBuilder<TLookups> AnswersOutside<TQuestion, TAnswer>(
        Func<TQuestion, TLookups, (Inquiry? Inquiry, TAnswer? Answer)> find)
        where TQuestion : IQuestion<TAnswer>
        where TAnswer : class
    {
        _questions.Add(typeof(TQuestion), (question, lookups) =>
        {
            var found = find((TQuestion)question, (TLookups)lookups);
            return found.Inquiry ?? (object?)found.Answer;
        });
        return this;
    }

    /// <summary>The finished declaration.</summary>
    public LayerDefinition Build() =>
        new(_name, _createLookups, _families, _questions, [.. _logs], _ordersByCause);

    private LayerBuilder<TLookups> Add<TDecider, TState>(
        string family, Action<RouteBuilder<TLookups>> routes, Func<TState, IReadOnlyList<Pending>>? pending)
        where TDecider : IDecider<TState, TLookups>
    {
        var builder = new RouteBuilder<TLookups>();
        routes(builder);
        _families.Add(lookups => new StreamFamily<TDecider, TState, TLookups>(
            family, (TLookups)lookups, builder.Routes, builder.ObservesEverything, pending));
        return this;
    }
}
