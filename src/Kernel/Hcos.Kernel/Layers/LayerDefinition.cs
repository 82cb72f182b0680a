using Hcos.Kernel.Deciding;
using Hcos.Kernel.Snapshots;

namespace Hcos.Kernel.Layers;

/// <summary>A layer as its module declares it: which messages lead to which streams, and nothing that runs.</summary>
public sealed class LayerDefinition
{
    private readonly Lazy<LookupFields> _lookupFields;
    private readonly Lazy<string> _shape;

    internal LayerDefinition(
        string name,
        Func<ILookups> createLookups,
        IReadOnlyList<Func<ILookups, StreamFamily>> families,
        IReadOnlyDictionary<Type, Func<object, ILookups, object?>> questions,
        IReadOnlyList<string> observedLogs,
        bool ordersByCause)
    {
        Name = name;
        CreateLookups = createLookups;
        Families = families;
        Questions = questions;
        ObservedLogs = observedLogs;
        OrdersByCause = ordersByCause;
        _lookupFields = new Lazy<LookupFields>(() => new LookupFields(createLookups));
        _shape = new Lazy<string>(Shape);
    }

    /// <summary>The layer's name, its log's name, and the name of its endpoint: <c>bsl</c>.</summary>
    public string Name { get; }

    /// <summary>The logs that it consumes.</summary>
    public IReadOnlyList<string> ObservedLogs { get; }

    /// <summary>Whether events of different logs are taken in only after their causes.</summary>
    public bool OrdersByCause { get; }

    internal Func<ILookups> CreateLookups { get; }

    internal IReadOnlyList<Func<ILookups, StreamFamily>> Families { get; }

    internal IReadOnlyDictionary<Type, Func<object, ILookups, object?>> Questions { get; }

    /// <summary>What the lookups remember.</summary>
    internal LookupFields LookupFields() => _lookupFields.Value;

    /// <summary>Which snapshots fit this code.</summary>
    internal string ShapeOf() => _shape.Value;

    private string Shape()
    {
        var lookups = CreateLookups();
        var states = Families.Select(create => create(lookups).StateType);
        return StateShape.Of([lookups.GetType(), .. LookupFields().Types, .. states]);
    }
}
