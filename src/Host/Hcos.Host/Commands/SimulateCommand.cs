using System.CommandLine;
using System.Net.Sockets;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Host.Local;

namespace Hcos.Host.Commands;

/// <summary><c>simulate</c>: infrastructure that is not there, speaking the protocols of the real one.</summary>
internal static class SimulateCommand
{
    private const int DefaultPort = 5985;
    private const int DefaultGuestPort = 80;

    public static Command Create() => new(
        "simulate", "Simulates infrastructure on this machine. Example: hcos simulate hyper-v --port 5985")
    {
        HyperV(),
    };

    private static Command HyperV()
    {
        var command = new Command(
            "hyper-v",
            "Simulates a Hyper-V host on loopback, in the foreground; its machines stay in the data folder. GET / says "
            + "how to play the outside with curl. Example: hcos simulate hyper-v --port 5985");
        var data = CommonOptions.Data();
        var port = Port("--port", DefaultPort, "port of WS-Management and of the control API; 0 for a free one");
        var guests = Port("--guest-port", DefaultGuestPort, "port that guests answer HTTP on, each on its own address");
        var credential = new Option<string?>("--credential")
        {
            Description = "file of mode 0600: user name and password, a line each; default: one is made",
        };
        foreach (var option in new Option[] { data, port, guests, credential }) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = new HyperVFolder(new DataFolder(parsed.GetValue(data)));
            var who = parsed.GetValue(credential) is { } file
                ? HyperVFolder.ReadCredential(file)
                : folder.EnsureCredential();
            var options = new HyperVEndpointOptions
            {
                Port = parsed.GetValue(port),
                GuestPort = parsed.GetValue(guests),
                UserName = who.UserName,
                Password = who.Password,
                Folder = folder.Path,
                ControlToken = SecretFile.Ensure(folder.ControlToken),
            };
            return RunAsync(folder, options, TimeProvider.System, cancellationToken);
        });
        return command;
    }

    private static Option<int> Port(string name, int usual, string description)
    {
        var port = new Option<int>(name)
        {
            Description = $"{description}; default {usual}",
            DefaultValueFactory = _ => usual,
        };
        port.Validators.Add(parsed =>
        {
            if (parsed.GetValueOrDefault<int>() is < 0 or > 65_535) parsed.AddError($"{name}: 0 to 65535");
        });
        return port;
    }

    private static async Task<int> RunAsync(
        HyperVFolder folder, HyperVEndpointOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var process = new PlatformProcess(folder.Data, time);
        if (process.IsRunning) throw new LocalException($"a simulated host runs in {folder.Path} already");
        process.RecordSelf();
        try
        {
            var endpoint = await HyperVEndpoint.StartAsync(options, time, cancellationToken).ConfigureAwait(false);
            await using (endpoint.ConfigureAwait(false))
            {
                await File.WriteAllTextAsync(folder.AddressFile, endpoint.Address.AbsoluteUri, cancellationToken)
                    .ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"""
                    WS-Management  {endpoint.Address}
                    user, password {folder.Credential}
                    control API    {new Uri(endpoint.Address, "/")}, token in {folder.ControlToken}
                    """).ConfigureAwait(false);
                await endpoint.Upkeep.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (IOException taken) when (
            taken.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new LocalException($"{taken.Message}; --port and --guest-port choose others");
        }
        finally
        {
            process.Forget();
        }

        return 1;
    }
}
