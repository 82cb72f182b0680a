using System.Diagnostics;
using Hcos.Host.Local;

namespace Hcos.Host.Tests.Local;

public sealed class PlatformProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcos-process-");

    private DataFolder Data => new(_folder.FullName);

    private string Record => Path.Combine(Data.Run, "hcos.pid");

    [Fact]
    public void A_process_that_recorded_itself_is_found()
    {
        var process = new PlatformProcess(Data, TimeProvider.System);
        Assert.False(process.IsRunning);
        process.RecordSelf();
        Assert.True(process.IsRunning);
        process.Forget();
        Assert.False(process.IsRunning);
    }

    [Fact]
    public async Task Another_process_that_got_the_same_pid_is_never_stopped()
    {
        using var stranger = Process.Start("sleep", "60");
        try
        {
            await File.WriteAllTextAsync(Record, $"{stranger.Id} 1", TestContext.Current.CancellationToken);
            var process = new PlatformProcess(Data, TimeProvider.System);
            Assert.False(process.IsRunning);
            await process.StopAsync(TestContext.Current.CancellationToken);
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("999999999 5")]
    public void A_record_that_means_nothing_is_no_process(string record)
    {
        File.WriteAllText(Record, record);
        Assert.False(new PlatformProcess(Data, TimeProvider.System).IsRunning);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
