using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hcos.Kernel.Stores;

/// <summary>
/// The hash of a set of views: SHA-256 over its position and its present rows in order of view and key, each with the
/// position it is true from and its value with the members of every object sorted. Equal for equal contents, whatever
/// keeps them.
/// </summary>
public sealed class ViewHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _canonical = new();

    /// <summary>Begins the hash of a set.</summary>
    public ViewHash(long position) => Append(position);

    /// <summary>Adds the next row.</summary>
    public void Add(string view, string key, long from, string value)
    {
        Append(Encoding.UTF8.GetBytes(view));
        Append(Encoding.UTF8.GetBytes(key));
        Append(from);
        using var document = JsonDocument.Parse(value);
        _canonical.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_canonical)) WriteSorted(document.RootElement, writer);
        Append(_canonical.WrittenSpan);
    }

    /// <summary>The hash in hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private static void WriteSorted(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    WriteSorted(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) WriteSorted(item, writer);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private void Append(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        _hash.AppendData(bytes);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Append(bytes.Length);
        _hash.AppendData(bytes);
    }
}
