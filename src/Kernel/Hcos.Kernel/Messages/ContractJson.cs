using System.Text.Json;

namespace Hcos.Kernel.Messages;

/// <summary>How contracts look as JSON, for programs that bring a serialiser of their own.</summary>
public static class ContractJson
{
    /// <summary>
    /// Makes a serialiser read and write contracts as HCOS does: ids as strings, values in lower-case kebab. A
    /// MassTransit application gives it to <c>ConfigureJsonSerializerOptions</c>.
    /// </summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var (index, converter) in MessageCatalog.CreateOptions().Converters.Index())
        {
            options.Converters.Insert(index, converter);
        }

        return options;
    }
}
