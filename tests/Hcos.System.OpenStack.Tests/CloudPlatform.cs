using Hcos.Testing.Platform;
using Hcos.Testing.Postgres;

namespace Hcos.System.OpenStack.Tests;

/// <summary>A platform as a process, over a database of its own, without any environment.</summary>
public sealed class CloudPlatform : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hcos-cloud-");
    private readonly PostgresPeer _postgres = new();
    private HcosProcess? _process;

    /// <summary>Its API.</summary>
    public HcosApi Api => _process!.Api;

    public async ValueTask InitializeAsync()
    {
        await _postgres.StartAsync(TestContext.Current.CancellationToken);
        _process = new HcosProcess(_data.FullName, _postgres.ConnectionString);
        await _process.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            KeepLog(_process.Log);
        }

        _data.Delete(recursive: true);
        await _postgres.DisposeAsync();
    }

    /// <summary>For whoever wants to know why a test failed.</summary>
    private static void KeepLog(string log)
    {
        var folder = Directory.CreateDirectory(Repository.File("artifacts", "test-logs"));
        if (File.Exists(log)) File.Copy(log, Path.Combine(folder.FullName, "CloudPlatform.log"), overwrite: true);
    }
}
