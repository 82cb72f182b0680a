using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Json;

namespace Hcos.Host.Running;

/// <summary>
/// The platform's log: one JSON object per line on standard output, with correlation where there is one.
/// </summary>
internal static class Logging
{
    public static ILoggerFactory Create()
    {
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            // A port in use is told by the command itself.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
            .MinimumLevel.Override("MassTransit", LogEventLevel.Warning)
            .MinimumLevel.Override("Npgsql", LogEventLevel.Error)
            .Enrich.FromLogContext()
            .Enrich.WithProperty("Process", Environment.ProcessId)
            .WriteTo.Console(new JsonFormatter(renderMessage: true))
            .CreateLogger();
        return new SerilogLoggerFactory(logger, dispose: true);
    }
}
