using System.Net;
using System.Net.Sockets;
using Hcos.Benchmarks.Measuring;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Cie.Simulators.OpenStack;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.Hung;

/// <summary>
/// A hundred connections to real libvirt daemons, and one each to our own Hyper-V and OpenStack endpoints, all through
/// proxies that can be frozen.
/// </summary>
internal sealed class HungEstate : IAsyncDisposable
{
    public const int LibvirtConnections = 100;

    /// <summary>A daemon takes a hundred clients, and two connections are kept to each.</summary>
    private const int Labs = 4;

    private const string User = "bench";
    private const string Password = "bench-only";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcos-hung-");
    private readonly List<LibvirtLab> _labs = [];
    private readonly List<FreezableProxy> _proxies = [];
    private readonly List<IAsyncDisposable> _endpoints = [];

    /// <summary>Starts all of it and waits until the platform has seen each of them.</summary>
    public async Task StartAsync(HcosApi api, CancellationToken cancellationToken)
    {
        while (_labs.Count < Labs)
        {
            _labs.Add(new LibvirtLab());
            await _labs[^1].StartAsync(cancellationToken);
        }

        List<NewEnvironment> environments =
        [
            await HyperVAsync(cancellationToken),
            await OpenStackAsync(cancellationToken),
            .. Enumerable.Range(0, LibvirtConnections).Select(Libvirt),
        ];
        foreach (var environment in environments)
        {
            await environment.AddToAsync(api, cancellationToken);
            await api.UntilAsync(
                $"/v1/environments/{environment.Name}", shown => shown["sweep"] is not null, Patience,
                cancellationToken);
        }
    }

    /// <summary>Nothing of it answers any more.</summary>
    public void Freeze() => _proxies.ForEach(proxy => proxy.Freeze());

    /// <summary>Everything goes on.</summary>
    public void Thaw() => _proxies.ForEach(proxy => proxy.Thaw());

    public async ValueTask DisposeAsync()
    {
        _proxies.ForEach(proxy => proxy.Dispose());
        foreach (var endpoint in _endpoints) await endpoint.DisposeAsync();
        foreach (var lab in _labs) await lab.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private NewEnvironment Libvirt(int number)
    {
        var socket = _labs[number % Labs].Endpoint.Split("socket=")[1].Split('&')[0];
        var path = Path.Combine(_folder.FullName, $"{number}");
        Through(new UnixDomainSocketEndPoint(path), new UnixDomainSocketEndPoint(socket));
        return new($"hung-{number}", "libvirt", $"qemu+unix:///system?socket={path}") { IsObserveOnly = true };
    }

    private async Task<NewEnvironment> HyperVAsync(CancellationToken cancellationToken)
    {
        var endpoint = await HyperVEndpoint.StartAsync(
            new() { UserName = User, Password = Password }, TimeProvider.System, cancellationToken);
        _endpoints.Add(endpoint);
        return Observed("hyperv", endpoint.Endpoint);
    }

    private async Task<NewEnvironment> OpenStackAsync(CancellationToken cancellationToken)
    {
        var endpoint = await OpenStackEndpoint.StartAsync(
            new() { UserName = User, Password = Password }, TimeProvider.System, cancellationToken);
        _endpoints.Add(endpoint);
        return Observed("openstack", endpoint.Endpoint);
    }

    private NewEnvironment Observed(string kind, string endpoint)
    {
        var target = new UriBuilder(endpoint);
        var proxy = Through(
            new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, target.Port));
        target.Port = ((IPEndPoint)proxy.Address).Port;
        return new($"hung-{kind}", kind, target.Uri.AbsoluteUri) { Account = (User, Password), IsObserveOnly = true };
    }

    private FreezableProxy Through(EndPoint address, EndPoint target)
    {
        var proxy = new FreezableProxy(address, target);
        _proxies.Add(proxy);
        return proxy;
    }
}
