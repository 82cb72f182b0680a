namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>What a real libvirt once answered.</summary>
internal static class Reply
{
    public static string Read(string name)
    {
        using var stream = typeof(Reply).Assembly.GetManifestResourceStream($"{name}.xml")
            ?? throw new InvalidOperationException($"there is no reply {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
