using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>What libvirt holds, told by its own tools and by the file system, past HCOS.</summary>
/// <param name="Domains">UUID, name and state of each domain, in the order of the UUIDs.</param>
/// <param name="Files">Names of the files in the pool of the servers' disks.</param>
internal sealed record OutsideView(IReadOnlyList<OutsideDomain> Domains, IReadOnlyList<string> Files)
{
    public static async Task<OutsideView> OfAsync(LibvirtLab lab, CancellationToken cancellationToken)
    {
        var domains = new List<OutsideDomain>();
        foreach (var uuid in await lab.DomainsAsync(cancellationToken))
        {
            var (nameCode, name, _) = await AskAsync(lab, "domname", uuid, cancellationToken);
            var (stateCode, state, _) = await AskAsync(lab, "domstate", uuid, cancellationToken);
            // One that went away between the calls is not there.
            if (nameCode == 0 && stateCode == 0) domains.Add(new OutsideDomain(uuid, name.Trim(), state.Trim()));
        }

        var files = Directory.EnumerateFiles(lab.Disks).Select(path => Path.GetFileName(path)!);
        return new OutsideView(
            [.. domains.OrderBy(domain => domain.Uuid, StringComparer.Ordinal)],
            [.. files.Order(StringComparer.Ordinal)]);
    }

    public override string ToString() => $"{string.Join(", ", Domains)} | {string.Join(", ", Files)}";

    private static Task<(int Code, string Output, string Errors)> AskAsync(
        LibvirtLab lab, string what, string uuid, CancellationToken cancellationToken) =>
        Tool.TryRunAsync("virsh", lab.VirshArguments(what, uuid), "", cancellationToken);
}

/// <summary>A domain as virsh tells it.</summary>
internal sealed record OutsideDomain(string Uuid, string Name, string State);
