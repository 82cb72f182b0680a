using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>An endpoint's text, taken apart.</summary>
/// <param name="Uri">Where the host listens.</param>
/// <param name="DiskFolder">The host's folder for servers' disks.</param>
/// <param name="ImageFolder">The host's folder of images.</param>
internal sealed record HyperVAddress(Uri Uri, string DiskFolder, string ImageFolder)
{
    private const string Right = "right would be https://host.example:5986/wsman, "
        + @"with ?disks=D:\Folder&images=D:\Folder for other folders than C:\HCOS\Disks and C:\HCOS\Images";

    private const int LongestFolder = 200;

    /// <summary>What is wrong with <paramref name="text"/>, or null.</summary>
    public static string? Check(string text) => Read(text, out _);

    /// <summary>Reads a text that <see cref="Check"/> finds fine.</summary>
    public static HyperVAddress Parse(string text) =>
        Read(text, out var address) is { } wrong ? throw new DriverException(DriverFailure.Invalid, wrong) : address!;

    private static string? Read(string text, out HyperVAddress? address)
    {
        address = null;
        if (HttpEndpoint.Check(text, Right, out var uri) is { } wrong) return wrong;
        return string.Equals(uri!.AbsolutePath, "/wsman", StringComparison.OrdinalIgnoreCase)
            ? ReadQuery(uri, out address)
            : $"the path '{uri.AbsolutePath}' is not /wsman; {Right}";
    }

    private static string? ReadQuery(Uri uri, out HyperVAddress? address)
    {
        address = null;
        var (disks, images) = (@"C:\HCOS\Disks", @"C:\HCOS\Images");
        foreach (var (name, value) in HttpEndpoint.Settings(uri))
        {
            var folder = value.TrimEnd('\\');
            if (name is not ("disks" or "images") || !IsFolder(folder))
            {
                return $"'{name}' must be disks or images with a folder such as D:\\Folder; {Right}";
            }

            (disks, images) = name == "disks" ? (folder, images) : (disks, folder);
        }

        if (string.Equals(disks, images, StringComparison.OrdinalIgnoreCase))
        {
            return $"disks and images need folders of their own; {Right}";
        }

        address = new(new UriBuilder(uri) { Query = "" }.Uri, disks, images);
        return null;
    }

    /// <summary>A drive's letter and names without the characters that mean something to Windows or WMI.</summary>
    private static bool IsFolder(string text) =>
        text.Length is > 3 and <= LongestFolder && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] == '\\'
        && !text[3..].Split('\\').Any(part => part.Length == 0 || part.Trim('.', ' ').Length != part.Length)
        && text[3..].All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '\\' or '-' or '_' or '.' or ' ');
}
