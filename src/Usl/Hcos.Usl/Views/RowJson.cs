using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Views;

/// <summary>Rows as JSON: as they are stored, as they are shown, and as they are shown in a list.</summary>
internal sealed class RowJson
{
    private static readonly FrozenSet<(Type, string)> Secret = FrozenSet.ToFrozenSet(
    [
        (typeof(PrincipalView), nameof(PrincipalView.TokenHash)),
        (typeof(OperationView), nameof(OperationView.RequestHash)),
    ]);

    private static readonly FrozenSet<(Type, string)> Long = FrozenSet.ToFrozenSet(
        [.. Secret, (typeof(ResourceView), nameof(ResourceView.Native))]);

    private readonly JsonSerializerOptions _stored;
    private readonly JsonSerializerOptions _shown;
    private readonly JsonSerializerOptions _listed;

    public RowJson(MessageCatalog catalog)
    {
        _stored = catalog.Json;
        _shown = Without(catalog.Json, Secret);
        _listed = Without(catalog.Json, Long);
    }

    /// <summary>As the store keeps it.</summary>
    public string Stored(object row) => JsonSerializer.Serialize(row, row.GetType(), _stored);

    /// <summary>As whoever asks for it is shown it: without hashes, and without what only guests are told.</summary>
    public byte[] Shown(object row) => Written(row, _shown);

    /// <summary>As it is shown among others: without its native part as well.</summary>
    public byte[] Listed(object row) => Written(row, _listed);

    /// <summary>Reads a row that was stored.</summary>
    public object Read(JsonObject json, Type row) => json.Deserialize(row, _stored)!;

    /// <summary>The word for a value, as rows have it.</summary>
    public string Word<TValue>(TValue value) where TValue : struct, Enum =>
        JsonSerializer.SerializeToElement(value, _stored).GetString()!;

    private static byte[] Written(object row, JsonSerializerOptions options) =>
        JsonSerializer.SerializeToUtf8Bytes(HiddenUserData.In(row), row.GetType(), options);

    private static JsonSerializerOptions Without(JsonSerializerOptions options, FrozenSet<(Type, string)> members)
    {
        void Leave(JsonTypeInfo type)
        {
            for (var index = type.Properties.Count - 1; index >= 0; index--)
            {
                var name = (type.Properties[index].AttributeProvider as System.Reflection.MemberInfo)?.Name;
                if (name is not null && members.Contains((type.Type, name))) type.Properties.RemoveAt(index);
            }
        }

        return new JsonSerializerOptions(options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Leave),
        };
    }
}
