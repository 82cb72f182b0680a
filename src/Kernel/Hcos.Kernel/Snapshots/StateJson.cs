using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Hcos.Kernel.Snapshots;

/// <summary>
/// JSON of states: every object by its fields, so that nothing a state remembers is left out and nothing it computes is
/// written. For a snapshot only, which is read by the very code that wrote it. For one snapshot at a time.
/// </summary>
internal sealed class StateJson
{
    /// <summary>Makes the options for states that hold messages, as <paramref name="messages"/> names them.</summary>
    public StateJson(JsonSerializerOptions messages)
    {
        Options = new JsonSerializerOptions(messages)
        {
            // A field that is not written is what an object without a constructor has: zero.
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            PropertyNamingPolicy = null,
            PropertyNameCaseInsensitive = false,
            TypeInfoResolver = new FieldResolver(Shared),
        };
        Options.Converters.Add(new SortedCollectionConverterFactory(Shared));
    }

    public JsonSerializerOptions Options { get; }

    public SharedMessages Shared { get; } = new();

    /// <summary>The members of a closed family, sorted.</summary>
    internal static IEnumerable<Type> Members(Type family) => family.Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsAssignableTo(family) && !type.ContainsGenericParameters)
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>A closed family is all that its assembly derives from the base.</summary>
    private static JsonPolymorphismOptions? Family(Type type)
    {
        if (!type.IsAbstract) return null;
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "$type" };
        foreach (var member in Members(type)) options.DerivedTypes.Add(new JsonDerivedType(member, member.FullName!));
        return options.DerivedTypes.Count > 0 ? options : null;
    }

    /// <summary>Properties are not even looked at: some have types that no JSON can hold.</summary>
    private sealed class FieldResolver(SharedMessages shared) : DefaultJsonTypeInfoResolver
    {
        public override JsonTypeInfo GetTypeInfo(Type type, JsonSerializerOptions options)
        {
            var info = JsonTypeInfo.CreateJsonTypeInfo(type, options);
            // What may be absent is written as what it is, which has fields of its own.
            var isWhole = Nullable.GetUnderlyingType(type) is null;
            if (info.Kind != JsonTypeInfoKind.Object || !isWhole) return base.GetTypeInfo(type, options);
            ByFields(info);
            return info;
        }

        private void ByFields(JsonTypeInfo info)
        {
            info.PolymorphismOptions = Family(info.Type);
            if (info.Type.IsAbstract || info.Type.IsInterface) return;
            info.CreateObject = () => RuntimeHelpers.GetUninitializedObject(info.Type);
            foreach (var field in FieldAccess.Of(info.Type).Values)
            {
                // The fields are sorted by name; their numbers are shorter.
                var name = info.Properties.Count.ToString("x", CultureInfo.InvariantCulture);
                var member = info.CreateJsonPropertyInfo(field.FieldType, name);
                member.Get = FieldAccess.Getter(field);
                member.Set = FieldAccess.Setter(field);
                if (SharedMessages.CanBeShared(field.FieldType))
                {
                    member.CustomConverter = shared.ConverterOf(field.FieldType);
                }

                info.Properties.Add(member);
            }
        }
    }
}
