using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Hcos.Ci2.Drivers.Libvirt;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>
/// A real libvirt to test against: the one that HCOS_TEST_LIBVIRT names, or a private one that is started here and
/// removed at the end. It needs pools 'default', 'consoles' and 'images' with the image 'hcos-guest', and a network
/// 'default'.
/// </summary>
public class LibvirtPeer : IAsyncLifetime
{
    private readonly string _folder;

    public LibvirtPeer() : this("shared", Environment.GetEnvironmentVariable("HCOS_TEST_LIBVIRT"))
    {
    }

    protected LibvirtPeer(string name, string? endpoint)
    {
        // Two clones may run their tests at the same time: the folder's name tells them apart.
        var place = SHA256.HashData(Encoding.UTF8.GetBytes($"{AppContext.BaseDirectory}{name}"));
        _folder = $"/var/tmp/hcos-libvirt-tests-{Convert.ToHexStringLower(place)[..12]}";
        Endpoint = endpoint ?? "";
        IsPrivate = Endpoint.Length == 0;
    }

    /// <summary>Where it is, as an environment's endpoint.</summary>
    public string Endpoint { get; private set; }

    /// <summary>Whether it was started here.</summary>
    public bool IsPrivate { get; }

    /// <summary>Process id of the private daemon.</summary>
    public int DaemonId => int.Parse(File.ReadAllText($"{_folder}/pids/libvirtd.pid"), null);

    private static string Script { get; } = Find("deploy/embedded/libvirt");

    public async ValueTask InitializeAsync()
    {
        if (IsPrivate)
        {
            await RunAsync(Script, ["clean", _folder], CancellationToken.None);
            await StartAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsPrivate)
        {
            await RunAsync(Script, ["clean", _folder], CancellationToken.None);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the private daemon (again).</summary>
    public async Task StartAsync(CancellationToken cancellationToken) =>
        Endpoint = (await RunAsync(Script, ["up", _folder], cancellationToken)).TrimEnd().Split('\n')[^1];

    /// <summary>Sends the private daemon a signal.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancellationToken) =>
        await RunAsync("/bin/bash", ["-c", $"kill -s {signal} {DaemonId}"], cancellationToken);

    /// <summary>Stops the private daemon, and nothing else: guests go on.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var id = DaemonId;
        await SignalAsync("TERM", cancellationToken);
        await Eventually.HoldsAsync(
            () => Task.FromResult(Directory.Exists($"/proc/{id}")), there => !there, cancellationToken);
    }

    /// <summary>Lets somebody else speak to it: the platform's own command line.</summary>
    public Task<string> VirshAsync(CancellationToken cancellationToken, params string[] arguments) => RunAsync(
        "virsh", ["-q", "-c", Endpoint.Split("&accel")[0], .. arguments], cancellationToken);

    /// <summary>A driver for it.</summary>
    internal IResourceDriver Driver() => Driver(Endpoint);

    /// <summary>A driver that loses its patience soon.</summary>
    internal IResourceDriver ImpatientDriver() => Driver(
        Endpoint,
        new() { KeepAliveSeconds = 2, KeepAliveCount = 3, OpenTimeout = TimeSpan.FromSeconds(10) });

    internal static IResourceDriver Driver(
        string endpoint, LibvirtOptions? options = null, CallCounter? calls = null) =>
        new LibvirtDriverFactory(options ?? new()).Create(new(endpoint, null, null, null, TimeProvider.System)
        {
            Calls = calls ?? new(),
        });

    private static string Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, file)))
            {
                return Path.Combine(folder.FullName, file);
            }
        }

        throw new InvalidOperationException($"{file} is not above {AppContext.BaseDirectory}");
    }

    /// <summary>Runs a program to its end, and answers with what it wrote.</summary>
    internal static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await errors}");
    }
}
