using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Hcos.Testing.Platform;

/// <summary>The platform as a process of its own, which can be killed and started again over the same data.</summary>
public sealed class HcosProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3);
    private readonly string _data;
    private readonly string _postgres;
    private Process? _process;

    /// <summary>Names a platform; nothing runs before <see cref="StartAsync"/>.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="postgres">An Npgsql connection string to a database of its own.</param>
    public HcosProcess(string data, string postgres)
    {
        _data = data;
        _postgres = postgres;
        Port = FreePort();
        Api = new HcosApi(
            new Uri($"http://127.0.0.1:{Port}"), () => File.ReadAllText(Path.Combine(_data, "admin-token")));
    }

    /// <summary>The port of its API.</summary>
    public int Port { get; }

    /// <summary>Its API, with the administrator's token.</summary>
    public HcosApi Api { get; }

    /// <summary>Its log file, appended to by every start.</summary>
    public string Log => Path.Combine(_data, "platform.log");

    /// <summary>Its process id while it runs.</summary>
    public int Id => _process!.Id;

    /// <summary>Starts it and waits until all its layers are ready; answers how long that took.</summary>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        Launch();
        while (!await Api.IsReadyAsync(cancellationToken))
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"the platform ended with {_process.ExitCode}: {Tail()}");
            }

            if (Stopwatch.GetElapsedTime(began) > ReadyWithin)
            {
                throw new InvalidOperationException($"the platform was not ready in time: {Tail()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Starts it without waiting.</summary>
    public void Launch()
    {
        const string script = "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1";
        string[] run = ["run", "--data", _data, "--port", $"{Port}"];
        var start = new ProcessStartInfo("sh", ["-c", script, "sh", Log, "dotnet", Repository.HostProgram, .. run]);
        start.Environment["HCOS_POSTGRES"] = _postgres;
        _process = Process.Start(start)!;
    }

    /// <summary>Kills it as <c>kill -9</c> does, and waits until it is gone.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (_process is null || _process.HasExited) return;
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>The last lines of its log.</summary>
    public string Tail() => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(30)) : "(no log)";

    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync(CancellationToken.None);
        _process?.Dispose();
        Api.Dispose();
    }
}

/// <summary>An answer of the API.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The JSON body; null when there was none.</param>
/// <param name="Bookmark">The bookmark that it is true for.</param>
public sealed record ApiAnswer(HttpStatusCode Status, JsonNode? Body, string? Bookmark);
