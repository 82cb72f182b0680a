using Hcos.Benchmarks.Measuring;
using Hcos.Testing.OpenStack;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.OpenStack;

/// <summary>A real OpenStack of this benchmark's own, with Nova's fake guests, and what its processes use.</summary>
internal sealed class OpenStackCloud : IAsyncDisposable
{
    private readonly string _folder = Path.Combine("/var/tmp", $"hcos-cloud-{Guid.CreateVersion7():n}"[..24]);
    private IReadOnlySet<int> _sessions = new HashSet<int>();

    public OpenStackLab Lab { get; private set; } = null!;

    private static string Script => Repository.File("deploy", "embedded", "openstack");

    /// <summary>Starts it and waits until it answers: minutes.</summary>
    public static async Task<OpenStackCloud> StartAsync(CancellationToken cancellationToken)
    {
        var cloud = new OpenStackCloud();
        try
        {
            var output = await Tool.RunAsync(Script, ["up", cloud._folder], cancellationToken);
            cloud.Lab = OpenStackLab.Read(output.TrimEnd().Split('\n')[^1]);
            cloud._sessions = Leaders(Path.Combine(cloud._folder, "run"));
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    /// <summary>Processor time of all of it up to now, its database and its broker included, in seconds.</summary>
    public double Cpu() => ProcessTimes.OfSessions(_sessions);

    public async ValueTask DisposeAsync() => await Tool.RunAsync(Script, ["clean", _folder], CancellationToken.None);

    /// <summary>Each service leads a session of its own; noted down are its process and when it was born.</summary>
    private static HashSet<int> Leaders(string folder) => [
        .. Directory.EnumerateFiles(folder, "*.pid").Select(file => int.Parse(File.ReadAllText(file).Split(' ')[0])),
    ];
}
