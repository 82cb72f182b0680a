using Hcos.Testing.Platform;
using Hcos.Testing.Postgres;

namespace Hcos.System.Tests.Platform;

/// <summary>
/// A platform as a process, over a database of its own, with the shared libvirt as environment <c>lab</c>.
/// </summary>
public abstract class RunningPlatform : IPlatformUnderTest
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hcos-system-");
    private readonly PostgresPeer _postgres;
    private readonly Laboratory _laboratory;
    private readonly string _access;
    private HcosProcess? _process;

    protected RunningPlatform(
        Laboratory laboratory, string access = "manage", bool ownPostgres = false, int? diskMegabytes = null)
    {
        _laboratory = laboratory;
        _access = access;
        _postgres = new PostgresPeer(ownPostgres, diskMegabytes);
    }

    public HcosProcess Process => _process!;

    public HcosApi Api => Process.Api;

    /// <summary>The file with the administrator's token.</summary>
    public string TokenFile => Path.Combine(_data.FullName, "admin-token");

    public LibvirtLab Libvirt => _laboratory.Libvirt;

    public PostgresPeer Postgres => _postgres;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _postgres.StartAsync(cancellationToken);
        _process = new HcosProcess(_data.FullName, _postgres.ConnectionString);
        await Process.StartAsync(cancellationToken);
        await BeforeEnvironmentAsync(cancellationToken);
        await Api.RegisteredAsync("lab", "libvirt", Libvirt.Endpoint, _access, cancellationToken);
        await AfterEnvironmentAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        KeepLog();
        // What is left goes in any case: nobody else knows of it.
        _data.Delete(recursive: true);
        await _postgres.DisposeAsync();
        await Libvirt.ClearAsync(CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    /// <summary>What libvirt is to hold before the platform sees it.</summary>
    protected virtual Task BeforeEnvironmentAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What the platform is to hold before the tests.</summary>
    protected virtual Task AfterEnvironmentAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>For whoever wants to know why a test failed.</summary>
    private void KeepLog()
    {
        var folder = Directory.CreateDirectory(Repository.File("artifacts", "test-logs"));
        if (_process is not null && File.Exists(_process.Log))
        {
            File.Copy(_process.Log, Path.Combine(folder.FullName, $"{GetType().Name}.log"), overwrite: true);
        }
    }
}
