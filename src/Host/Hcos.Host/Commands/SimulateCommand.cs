using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Hcos.Cie.Simulators;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Cie.Simulators.OpenStack;
using Hcos.Host.Local;

namespace Hcos.Host.Commands;

/// <summary><c>simulate</c>: infrastructure that is not there, speaking the protocols of the real one.</summary>
internal static class SimulateCommand
{
    private const int HyperVPort = 5985;
    private const int KeystonePort = 5000;
    private const int DefaultGuestPort = 80;

    public static Command Create() => new(
        "simulate", "Simulates infrastructure on this machine. Example: hcos simulate hyper-v --port 5985")
    {
        Simulator(
            SimulatedKind.HyperV,
            "Simulates a Hyper-V host on loopback, in the foreground; its machines stay in the data folder. GET / says "
            + "how to play the outside with curl. Example: hcos simulate hyper-v --port 5985",
            "port of WS-Management and of the control API; 0 for a free one",
            HyperVPort,
            async (wanted, time, cancellationToken) => await HyperVEndpoint.StartAsync(
                new()
                {
                    Port = wanted.Port,
                    GuestPort = wanted.GuestPort,
                    UserName = wanted.Who.UserName,
                    Password = wanted.Who.Password,
                    Folder = wanted.Folder.Path,
                    ControlToken = SecretFile.Ensure(wanted.Folder.ControlToken),
                },
                time,
                cancellationToken).ConfigureAwait(false)),
        Simulator(
            SimulatedKind.OpenStack,
            "Simulates a subset of an OpenStack on loopback, in the foreground; its servers stay in the data folder. "
            + "It proves nothing about a real one. GET / says how to play the outside with curl. "
            + "Example: hcos simulate openstack --port 5000",
            "port of all services and of the control API; 0 for a free one",
            KeystonePort,
            async (wanted, time, cancellationToken) => await OpenStackEndpoint.StartAsync(
                new()
                {
                    Port = wanted.Port,
                    GuestPort = wanted.GuestPort,
                    UserName = wanted.Who.UserName,
                    Password = wanted.Who.Password,
                    Folder = wanted.Folder.Path,
                    ControlToken = SecretFile.Ensure(wanted.Folder.ControlToken),
                },
                time,
                cancellationToken).ConfigureAwait(false)),
    };

    private static Command Simulator(
        SimulatedKind kind,
        string description,
        string portDescription,
        int usualPort,
        Func<SimulatorWanted, TimeProvider, CancellationToken, Task<ISimulator>> start)
    {
        var command = new Command(kind.Name, description);
        var data = CommonOptions.Data();
        var port = Port("--port", usualPort, portDescription);
        var guests = Port("--guest-port", DefaultGuestPort, "port that guests answer HTTP on, each on its own address");
        var credential = new Option<string?>("--credential")
        {
            Description = "file of mode 0600: user name and password, a line each; default: one is made",
        };
        foreach (var option in new Option[] { data, port, guests, credential }) command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = new SimulatedFolder(new DataFolder(parsed.GetValue(data)), kind);
            var who = parsed.GetValue(credential) is { } file
                ? SimulatedFolder.ReadCredential(file)
                : folder.EnsureCredential();
            var wanted = new SimulatorWanted(folder, parsed.GetValue(port), parsed.GetValue(guests), who);
            return RunAsync(
                kind, folder, stop => start(wanted, TimeProvider.System, stop), TimeProvider.System, cancellationToken);
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
        SimulatedKind kind,
        SimulatedFolder folder,
        Func<CancellationToken, Task<ISimulator>> start,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var process = new PlatformProcess(folder.Data, time);
        if (process.IsRunning) throw new LocalException($"a simulated {kind.Title} runs in {folder.Path} already");
        process.RecordSelf();
        try
        {
            var endpoint = await start(cancellationToken).ConfigureAwait(false);
            await using (endpoint.ConfigureAwait(false))
            {
                await File.WriteAllTextAsync(folder.AddressFile, endpoint.Endpoint, cancellationToken)
                    .ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"""
                    endpoint       {endpoint.Endpoint}
                    user, password {folder.Credential}
                    control API    {new Uri(new Uri(endpoint.Endpoint), "/")}, token in {folder.ControlToken}
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

    private sealed record SimulatorWanted(SimulatedFolder Folder, int Port, int GuestPort, NetworkCredential Who);
}
