using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Hcos.Contracts.Usmc;
using Hcos.Host.Local;
using Hcos.Host.Running;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Host.Commands;

/// <summary><c>run</c>: the platform in the foreground, until it is asked to stop.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan RegisterWithin = TimeSpan.FromMinutes(1);

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
        command.Options.Add(data);
        command.Options.Add(port);
        command.Options.Add(postgres);
        command.SetAction((parsed, cancellationToken) =>
        {
            var connection = parsed.GetValue(postgres) ?? Environment.GetEnvironmentVariable("HCOS_POSTGRES")
                ?? throw new LocalException("say where PostgreSQL is: --postgres or HCOS_POSTGRES");
            var options = new PlatformOptions(new DataFolder(parsed.GetValue(data)), parsed.GetValue(port), connection);
            return RunAsync(options, TimeProvider.System, cancellationToken);
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
        try
        {
            await using var platform = await Platform
                .CreateAsync(options, time, loggers, cancellationToken).ConfigureAwait(false);
            await using var application = CreateApplication(options, loggers);
            platform.Map(application);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(
                cancellationToken, application.Lifetime.ApplicationStopping);
            await application.StartAsync(stop.Token).ConfigureAwait(false);
            await File.WriteAllTextAsync(options.Data.UrlFile, options.Url, stop.Token).ConfigureAwait(false);
            Log.Listening(logger, Platform.Version, options.Url, options.Data.Path);
            var registering = RegisterAsync(platform, options.Data.EnsureToken(), time, logger, stop.Token);
            await platform.RunAsync(stop.Token).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await registering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
            File.Delete(options.Data.UrlFile);
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

    /// <summary>
    /// The administrator is let in with the token of the data folder; repeated until USMC owns its log.
    /// </summary>
    private static async Task RegisterAsync(
        Platform platform, string token, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var id = DerivedId.From("administrator", hash);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var register = new CommandEnvelope(
                    "usmc",
                    MessageContext.First(id),
                    time.GetUtcNow() + RegisterWithin,
                    new RegisterPrincipal("admin", hash, IsAdministrator: true));
                await platform.Layer("usmc").SubmitAsync(register, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception later) when (later is StoreUnavailableException or OwnershipLostException)
            {
                Log.NotRegistered(logger, later.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
