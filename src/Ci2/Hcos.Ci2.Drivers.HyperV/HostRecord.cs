using Hcos.Ci2.Drivers.HyperV.WsMan;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>The host itself.</summary>
/// <param name="Product">Its <c>Win32_ComputerSystemProduct</c>.</param>
/// <param name="Computer">Its <c>Win32_ComputerSystem</c>.</param>
/// <param name="System">Its <c>Win32_OperatingSystem</c>.</param>
internal sealed record HostRecord(WmiObject Product, WmiObject Computer, WmiObject System)
{
    /// <summary>The identity of its hardware.</summary>
    public string Id { get; } = IdOf(Product);

    /// <summary>Its name on the network.</summary>
    public string Name => Computer["DNSHostName"] ?? Computer.Required("Name");

    /// <summary>The identity of the hardware that a <c>Win32_ComputerSystemProduct</c> is.</summary>
    public static string IdOf(WmiObject product) => product.Required("UUID").ToUpperInvariant();

    /// <summary>What an instance is called within other instances.</summary>
    public string Path(string type, params IReadOnlyList<(string Key, string Value)> keys) =>
        $@"\\{Name}\root\virtualization\v2:{type}."
        + string.Join(',', keys.Select(key => $"{key.Key}=\"{Escape(key.Value)}\""));

    private static string Escape(string value) => value.Replace(@"\", @"\\", StringComparison.Ordinal);
}
