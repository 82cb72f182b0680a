using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Hcos.Host.Local;
using Hcos.Host.Running;

namespace Hcos.Host.Commands;

/// <summary><c>run</c>: the platform, or some of its layers, in the foreground until asked to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command(
            "run",
            "Runs the platform in the foreground. Example: hcos run --postgres 'Host=/run/postgresql;Database=hcos'");
        var data = CommonOptions.Data();
        var port = CommonOptions.Port();
        var postgres = new Option<string?>("--postgres")
        {
            Description = "Npgsql connection string; default: the environment variable HCOS_POSTGRES",
        };
        var layers = new Option<string?>("--layers")
        {
            Description = "the layers of this process, as in cie,ci2; default: all. Some need HCOS_RABBITMQ",
        };
        var config = new Option<string?>("--config")
        {
            Description = "file of mode 0600 with layers, name, port, data, postgres, rabbitmq; options go before it",
        };
        foreach (var option in new Option[] { data, port, postgres, layers, config }) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            var file = parsed.GetValue(config) is { } path ? RunFile.Read(path) : new RunFile();
            var isPortGiven = parsed.GetResult(port) is { Implicit: false };
            var asked = new RunRequest(
                parsed.GetValue(data),
                isPortGiven ? parsed.GetValue(port) : file.Port ?? CommonOptions.DefaultPort,
                parsed.GetValue(postgres),
                parsed.GetValue(layers));
            return RunAsync(asked.With(file), TimeProvider.System, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        PlatformOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        using var loggers = Logging.Create();
        var logger = loggers.CreateLogger("Hcos.Host");
        var process = new PlatformProcess(options.Data, time);
        process.RecordSelf();
        var door = new FrontDoor(options, time);
        try
        {
            await using var platform = await Platform
                .CreateAsync(options, time, loggers, cancellationToken).ConfigureAwait(false);
            await using var application = CreateApplication(options, loggers);
            platform.Map(application);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(
                cancellationToken, application.Lifetime.ApplicationStopping);
            await application.StartAsync(stop.Token).ConfigureAwait(false);
            Log.Listening(logger, Platform.Version, options.Url, options.Data.Path);
            var opening = door.OpenAsync(platform, stop.Token);
            var registering = Administrator.RegisterAsync(platform, options, time, logger, stop.Token);
            await platform.RunAsync(stop.Token).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(opening, registering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await application.StopAsync(CancellationToken.None).ConfigureAwait(false);
            var wasAsked = cancellationToken.IsCancellationRequested
                || application.Lifetime.ApplicationStopping.IsCancellationRequested;
            return wasAsked ? 0 : 1;
        }
        catch (IOException taken) when (
            taken.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new LocalException($"port {options.Port} is in use; choose another with --port");
        }
        finally
        {
            process.Forget();
            door.Close();
        }
    }

    private static WebApplication CreateApplication(PlatformOptions options, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(loggers);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        return builder.Build();
    }
}
