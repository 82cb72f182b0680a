using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hcos.Kernel.Snapshots;

namespace Hcos.Kernel.Messages;

/// <summary>Knows every message by name, and reads and writes messages as JSON. Immutable after construction.</summary>
public sealed class MessageCatalog
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _names = [];
    private readonly HashSet<Type> _published = [];
    private readonly ConcurrentBag<StateJson> _states = [];

    /// <summary>Collects the messages of some assemblies.</summary>
    /// <param name="contracts">Their events are public: they travel on the bus.</param>
    /// <param name="layers">Their events are internal: bookkeeping that never leaves its log.</param>
    public MessageCatalog(IEnumerable<Assembly> contracts, IEnumerable<Assembly> layers)
    {
        Add(typeof(MessageCatalog).Assembly, IsPublicOfKernel);
        foreach (var assembly in contracts) Add(assembly, _ => true);
        foreach (var assembly in layers) Add(assembly, _ => false);
        Json = CreateOptions(this);
    }

    /// <summary>How messages are written as JSON: camelCase, kebab-case values, ids and times as strings.</summary>
    public JsonSerializerOptions Json { get; }

    /// <summary>All known message types.</summary>
    public IReadOnlyCollection<Type> Types => _names.Keys;

    /// <summary>The name of a message type.</summary>
    public string NameOf(Type type) =>
        _names.TryGetValue(type, out var name)
            ? name
            : throw new InvalidOperationException($"{type} has no MessageName or its assembly is not in the catalog");

    /// <summary>The type behind a name; null when nobody here knows it.</summary>
    public Type? TypeOf(string name) => _types.GetValueOrDefault(name);

    /// <summary>Whether events of this type travel on the bus.</summary>
    public bool IsPublic(Type type) => _published.Contains(type);

    /// <summary>The layer that a message belongs to: the first word of its name.</summary>
    public string LayerOf(Type type)
    {
        var name = NameOf(type);
        return name[..name.IndexOf('.', StringComparison.Ordinal)];
    }

    /// <summary>Writes a message's body.</summary>
    public string Write(IMessage message) => JsonSerializer.Serialize(message, message.GetType(), Json);

    /// <summary>Reads a message's body; null when the name is unknown.</summary>
    public IMessage? Read(string name, string json) =>
        TypeOf(name) is { } type ? (IMessage?)JsonSerializer.Deserialize(json, type, Json) : null;

    /// <summary>
    /// JSON as HCOS writes it everywhere: camelCase keys, lower-case kebab values, ids as plain strings.
    /// </summary>
    public static JsonSerializerOptions CreateOptions(MessageCatalog? catalog = null)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            RespectRequiredConstructorParameters = false,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new TypedIdConverterFactory());
        if (catalog is not null) options.Converters.Add(new NamedMessageConverterFactory(catalog));
        return options;
    }

    private static bool IsPublicOfKernel(Type type) =>
        type == typeof(CommandSettled) || type == typeof(Parked) || type == typeof(Resumed);

    /// <summary>
    /// How states are written in snapshots; for one snapshot at a time, then given back: making one is slow.
    /// </summary>
    internal StateJson RentStates() => _states.TryTake(out var free) ? free : new StateJson(Json);

    internal void GiveBack(StateJson states)
    {
        states.Shared.Clear();
        _states.Add(states);
    }

    private void Add(Assembly assembly, Func<Type, bool> isPublic)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (type.GetCustomAttribute<MessageNameAttribute>() is not { } attribute) continue;
            if (!_types.TryAdd(attribute.Name, type) && _types[attribute.Name] != type)
            {
                throw new InvalidOperationException($"two messages are named {attribute.Name}");
            }

            _names[type] = attribute.Name;
            if (isPublic(type)) _published.Add(type);
        }
    }
}
