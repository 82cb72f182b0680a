using Hcos.Host.Local;
using Hcos.Host.Running;
using Hcos.Kernel.MassTransit.Transports;

namespace Hcos.Host.Commands;

/// <summary>What the command line of <c>run</c> says; a file and the environment say the rest.</summary>
/// <param name="Data">The data folder; null for the file's or the default.</param>
/// <param name="Port">The port.</param>
/// <param name="Postgres">A connection string; null for the file's or the environment's.</param>
/// <param name="Layers">A list separated by commas; null for the file's or all.</param>
internal sealed record RunRequest(string? Data, int Port, string? Postgres, string? Layers)
{
    private const string BrokerVariable = "HCOS_RABBITMQ";
    private const string PostgresVariable = "HCOS_POSTGRES";

    /// <summary>Everything together.</summary>
    /// <exception cref="LocalException">Something is missing or does not fit; the message says what to do.</exception>
    public PlatformOptions With(RunFile file)
    {
        var layers = LayersOf(Layers?.Split(',', StringSplitOptions.TrimEntries) ?? [.. file.Layers]);
        var broker = Environment.GetEnvironmentVariable(BrokerVariable) ?? file.Rabbitmq;
        if (broker is null && layers.Count < PlatformOptions.AllLayers.Count)
        {
            throw new LocalException($"some layers alone need a broker: rabbitmq in --config, or {BrokerVariable}");
        }

        return new PlatformOptions
        {
            Data = new DataFolder(Data ?? file.Data, file.Name),
            Port = Port,
            Postgres = Postgres ?? file.Postgres ?? Environment.GetEnvironmentVariable(PostgresVariable)
                ?? throw new LocalException($"say where PostgreSQL is: --postgres, --config or {PostgresVariable}"),
            Layers = layers,
            Broker = broker is null ? null : RabbitMqOptions.Parse(broker, layers[0]),
            Intake = file.Intake(),
            Outside = file.Outside,
        };
    }

    private static IReadOnlyList<string> LayersOf(string[] named)
    {
        if (named.Length == 0) return PlatformOptions.AllLayers;
        var unknown = named.FirstOrDefault(layer => !PlatformOptions.AllLayers.Contains(layer));
        if (unknown is not null)
        {
            throw new LocalException(
                $"there is no layer '{unknown}' to run; there are {string.Join(", ", PlatformOptions.AllLayers)}");
        }

        return [.. PlatformOptions.AllLayers.Where(named.Contains)];
    }
}
