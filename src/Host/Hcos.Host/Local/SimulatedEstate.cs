using Hcos.Host.Sample;

namespace Hcos.Host.Local;

/// <summary>All simulated infrastructure of one data folder.</summary>
internal sealed class SimulatedEstate(DataFolder data, TimeProvider time)
{
    private readonly IReadOnlyList<SimulatedProcess> _all =
        [.. SimulatedKind.All.Select(kind => new SimulatedProcess(data, kind, time))];

    /// <summary>Starts all side by side; what did not come is said and left out.</summary>
    public async Task<IReadOnlyDictionary<SimulatedKind, string>> StartAsync(
        Progress say, CancellationToken cancellationToken)
    {
        var started = await Task.WhenAll(_all.Select(async one =>
            (One: one, Address: await one.StartAsync(cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        foreach (var (one, _) in started.Where(each => each.Address is null))
        {
            say.Warn($"going on without the simulated {one.Kind.Title}; {one.Folder.Data.Log} says why");
        }

        return started
            .Where(each => each.Address is not null)
            .ToDictionary(each => each.One.Kind, each => each.Address!);
    }

    /// <summary>Puts the credentials of what was started into the platform's store.</summary>
    public async Task StoreAsync(
        IEnumerable<SimulatedKind> started, EstateRegistration environments, CancellationToken cancellationToken)
    {
        foreach (var kind in started)
        {
            var credential = new SimulatedFolder(data, kind).EnsureCredential();
            await environments.StoreAsync(kind.Environment, credential, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How a person plays with what was started.</summary>
    public IEnumerable<string> Hints(IReadOnlyDictionary<SimulatedKind, string> started) => started.Select(one =>
        $"  {new Uri(new Uri(one.Value), "/")} is the simulated {one.Key.Title}, and says how to change it from "
        + $"outside; token: {new SimulatedFolder(data, one.Key).ControlToken}");

    /// <summary>Stops all; their machines stay.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_all.Select(one => one.StopAsync(cancellationToken)));
}
