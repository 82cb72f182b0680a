using System.Text;

namespace Hcos.Ci2.Drivers.Libvirt.Seeds;

/// <summary>The data of a guest's first boot, where cloud-init's NoCloud looks: a file system named cidata.</summary>
internal static class NoCloudSeed
{
    /// <summary>The name by which a guest finds it.</summary>
    public const string Label = "cidata";

    private const string NothingToDo = "#cloud-config\n{}\n";

    /// <summary>Writes the image of a server's seed.</summary>
    /// <param name="uuid">The instance, which tells a guest whether this boot is its first.</param>
    /// <param name="name">The guest's host name.</param>
    /// <param name="userData">What the guest is to do, or null for nothing.</param>
    public static byte[] Write(string uuid, string name, string? userData) => Iso9660Image.Write(
        Label,
        [
            new("meta-data", Encoding.UTF8.GetBytes($"instance-id: {uuid}\nlocal-hostname: {name}\n")),
            new("user-data", Encoding.UTF8.GetBytes(userData ?? NothingToDo)),
        ]);
}
