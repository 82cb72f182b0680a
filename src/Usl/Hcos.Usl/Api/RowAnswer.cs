using System.Buffers;
using System.Text.Json;
using Hcos.Usl.Views;

namespace Hcos.Usl.Api;

/// <summary>The body of an answer that shows rows.</summary>
internal sealed class RowAnswer
{
    private readonly ArrayBufferWriter<byte> _output = new();

    /// <summary>How many rows it shows.</summary>
    public int Count { get; private set; }

    /// <summary>One row.</summary>
    public static ReadOnlyMemory<byte> Of(PresentRow row, Enricher enricher)
    {
        var output = new ArrayBufferWriter<byte>();
        enricher.Write(output, row, isListed: false);
        return output.WrittenMemory;
    }

    public void Add(PresentRow row, Enricher enricher)
    {
        _output.Write(Count++ == 0 ? "{\"items\":["u8 : ","u8);
        enricher.Write(_output, row, isListed: true);
    }

    /// <summary>Ends the list, with what the next page begins with.</summary>
    public ReadOnlyMemory<byte> End(string? next)
    {
        if (Count == 0) _output.Write("{\"items\":["u8);
        _output.Write("]"u8);
        if (next is not null)
        {
            _output.Write(",\"next\":"u8);
            _output.Write(JsonSerializer.SerializeToUtf8Bytes(next));
        }

        _output.Write("}"u8);
        return _output.WrittenMemory;
    }
}
