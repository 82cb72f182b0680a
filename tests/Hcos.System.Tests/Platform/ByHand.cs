using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>Domains that somebody defines by hand, past HCOS.</summary>
internal static class ByHand
{
    /// <summary>Defines a small domain.</summary>
    /// <param name="lab">Where.</param>
    /// <param name="name">Its name.</param>
    /// <param name="disk">Path of a disk, or null.</param>
    /// <param name="more">More of the definition: a UUID, HCOS's mark.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task DefineAsync(
        LibvirtLab lab, string name, string? disk, string? more, CancellationToken cancellationToken)
    {
        var devices = disk is null ? "" : $"""
            <devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='{disk}'/>
            <target dev='vda' bus='virtio'/></disk></devices>
            """;
        var definition = $"""
            <domain type='qemu'>
              <name>{name}</name>
              {more}
              <memory unit='MiB'>16</memory>
              <vcpu>1</vcpu>
              <os><type arch='x86_64' machine='pc'>hvm</type></os>
              {devices}
            </domain>
            """;
        var (code, output, errors) = await Tool.TryRunAsync(
            "virsh", lab.VirshArguments("define", "/dev/stdin"), definition, cancellationToken);
        Assert.True(code == 0, output + errors);
    }

    /// <summary>A domain's UUID and the mark that HCOS gives what it makes.</summary>
    public static string Marked(string uuid, string madeFor) =>
        $"<uuid>{uuid}</uuid><metadata><hcos:server xmlns:hcos='urn:hcos:server:1' id='{madeFor}'/></metadata>";

    /// <summary>Process id and start time of the emulator that executes a domain.</summary>
    public static string ProcessOf(string uuid) => ProcessWith($"-uuid\0{uuid}");

    /// <summary>Process id and start time of what stands for a guest of an endpoint of our own.</summary>
    public static string ProcessAt(string address) => ProcessWith($"httpd\0-f\0-p\0{address}:");

    private static string ProcessWith(string words)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), null, out var id)) continue;
            try
            {
                var line = File.ReadAllText($"{folder}/cmdline");
                if (!line.Contains(words, StringComparison.Ordinal)) continue;
                var started = File.ReadAllText($"{folder}/stat").Split(')')[^1].Split(' ')[20];
                return $"{id} since {started}";
            }
            catch (IOException)
            {
                // It ended while it was looked at.
            }
        }

        return "none";
    }
}
