namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>An endpoint's text, taken apart: the library's own URI, and what is meant for this driver.</summary>
/// <param name="Uri">What the library is given.</param>
/// <param name="Type">The type of the domains that are made: <c>qemu</c> (emulated) or <c>kvm</c>.</param>
internal sealed record LibvirtEndpoint(string Uri, string Type)
{
    private const string Right =
        "right would be qemu:///system or qemu+unix:///system?socket=/run/libvirt/libvirt-sock";

    /// <summary>What is wrong with <paramref name="text"/>, or null.</summary>
    public static string? Check(string text) => Read(text, out _);

    /// <summary>Reads a text that <see cref="Check"/> finds fine.</summary>
    public static LibvirtEndpoint Parse(string text) =>
        Read(text, out var endpoint) is { } wrong ? throw new DriverException(DriverFailure.Invalid, wrong) : endpoint!;

    private static string? Read(string text, out LibvirtEndpoint? endpoint)
    {
        endpoint = null;
        if (text is null || text.Length > 1024 || text.Any(char.IsControl)
            || !System.Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            return $"the endpoint is not a URI; {Right}";
        }

        if (uri.Scheme is not ("qemu" or "qemu+unix"))
        {
            return $"the scheme '{uri.Scheme}' is not served; {Right}";
        }

        if (uri.Host.Length > 0 || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return $"only a libvirt daemon of this machine is served, so there must be no host or user; {Right}";
        }

        return uri.AbsolutePath is "/system" or "/session"
            ? ReadQuery(uri, out endpoint)
            : $"the path '{uri.AbsolutePath}' is neither /system nor /session; {Right}";
    }

    private static string? ReadQuery(Uri uri, out LibvirtEndpoint? endpoint)
    {
        endpoint = null;
        string? socket = null;
        var type = "qemu";
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var value = parts.Length == 2 ? System.Uri.UnescapeDataString(parts[1]) : "";
            switch (parts[0], value)
            {
                case ("socket", ['/', ..]) when socket is null:
                    socket = value;
                    break;
                case ("accel", "tcg"):
                    type = "qemu";
                    break;
                case ("accel", "kvm"):
                    type = "kvm";
                    break;
                default:
                    return $"'{parts[0]}' must be once socket=/absolute/path, or accel=tcg or accel=kvm; {Right}";
            }
        }

        endpoint = new($"{uri.Scheme}://{uri.AbsolutePath}{(socket is null ? "" : $"?socket={Escape(socket)}")}", type);
        return null;
    }

    private static string Escape(string path) =>
        System.Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal);
}
