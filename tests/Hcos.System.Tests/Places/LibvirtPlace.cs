using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Places;

/// <summary>The real libvirt, which every platform of these tests has as <c>lab</c>.</summary>
internal sealed class LibvirtPlace(LibvirtLab lab) : IPlace
{
    public string Environment => "lab";

    public string Image => "hcos-guest";

    public async Task<IReadOnlyDictionary<string, string>> ServersAsync(CancellationToken cancellationToken)
    {
        var saved = await Tool.RunAsync(
            "virsh", lab.VirshArguments("list", "--all", "--name", "--with-managed-save"), cancellationToken);
        var names = saved.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (await OutsideView.OfAsync(lab, cancellationToken)).Domains.ToDictionary(
            domain => domain.Name,
            domain => domain.State != "shut off" ? domain.State
                : names.Contains(domain.Name) ? "suspended" : "off");
    }

    public Task MakeAsync(string name, Guid? madeFor, CancellationToken cancellationToken) => ByHand.DefineAsync(
        lab,
        name,
        null,
        madeFor is { } server ? ByHand.Marked($"{Guid.CreateVersion7()}", $"{server}") : null,
        cancellationToken);

    /// <summary>It is everybody's.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
