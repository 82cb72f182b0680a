using Hcos.Host.Local;

namespace Hcos.Host.Running;

/// <summary>How one process of the platform runs.</summary>
/// <param name="Data">Its data folder.</param>
/// <param name="Port">The port of the API on loopback.</param>
/// <param name="Postgres">An Npgsql connection string.</param>
internal sealed record PlatformOptions(DataFolder Data, int Port, string Postgres)
{
    public string Url => $"http://127.0.0.1:{Port}";
}
