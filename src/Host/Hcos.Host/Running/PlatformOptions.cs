using Hcos.Host.Local;
using Hcos.Kernel.MassTransit.Transports;

namespace Hcos.Host.Running;

/// <summary>How one process of the platform runs. No record, so that no log prints what is secret.</summary>
internal sealed class PlatformOptions
{
    /// <summary>The layers that have a log, lowest first.</summary>
    public static readonly IReadOnlyList<string> AllLayers = ["cie", "ci2", "arml", "bsl", "esl", "usmc", "usl"];

    /// <summary>Its data folder, which the processes of one platform on one machine share.</summary>
    public required DataFolder Data { get; init; }

    /// <summary>The port of the API, or of health and metrics alone, on loopback.</summary>
    public required int Port { get; init; }

    /// <summary>An Npgsql connection string.</summary>
    public required string Postgres { get; init; }

    /// <summary>The layers that this process runs.</summary>
    public IReadOnlyList<string> Layers { get; init; } = AllLayers;

    /// <summary>Where the broker is; null when one process runs all layers.</summary>
    public RabbitMqOptions? Broker { get; init; }

    /// <summary>
    /// What USL's and CI2's processes share so that a secret can go from one to the other; null for one process.
    /// </summary>
    public IntakeOptions? Intake { get; init; }

    /// <summary>Users of the broker whose commands are taken from outside; null closes the edge altogether.</summary>
    public IReadOnlyList<string>? Outside { get; init; }

    public string Url => $"http://127.0.0.1:{Port}";

    public bool Runs(string layer) => Layers.Contains(layer);
}

/// <summary>The way of a secret between processes.</summary>
/// <param name="Key">What whoever brings one must show.</param>
/// <param name="Addresses">Where CI2's processes listen.</param>
internal sealed record IntakeOptions(string Key, IReadOnlyList<Uri> Addresses)
{
    /// <summary>Prints no key.</summary>
    public override string ToString() => $"{Addresses.Count} addresses";
}
