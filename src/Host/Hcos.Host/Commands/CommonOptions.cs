using System.CommandLine;

namespace Hcos.Host.Commands;

/// <summary>Options that several commands take.</summary>
internal static class CommonOptions
{
    public const int DefaultPort = 7070;

    public static Option<string?> Data() => new("--data")
    {
        Description = "data folder; default: HCOS_DATA, or /var/lib/hcos as root",
    };

    public static Option<int> Port()
    {
        var port = new Option<int>("--port")
        {
            Description = $"port of the API on 127.0.0.1; default {DefaultPort}",
            DefaultValueFactory = _ => DefaultPort,
        };
        port.Validators.Add(parsed =>
        {
            if (parsed.GetValueOrDefault<int>() is < 1 or > 65_535) parsed.AddError("--port: 1 to 65535");
        });
        return port;
    }
}
