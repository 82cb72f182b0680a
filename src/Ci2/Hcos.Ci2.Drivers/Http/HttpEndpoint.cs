namespace Hcos.Ci2.Drivers.Http;

/// <summary>An endpoint that is reached by HTTP: what holds for the text of each, whatever the platform.</summary>
public static class HttpEndpoint
{
    private const int LongestText = 1024;

    /// <summary>What is wrong with a text, or null with the URI that it is. Nothing of a secret may be in it.</summary>
    /// <param name="text">What somebody wrote.</param>
    /// <param name="right">What would be right, for who wrote it.</param>
    /// <param name="uri">The URI; null when something is wrong.</param>
    public static string? Check(string text, string right, out Uri? uri)
    {
        uri = null;
        if (text is null || text.Length > LongestText || text.Any(char.IsControl)
            || !Uri.TryCreate(text, UriKind.Absolute, out var read))
        {
            return $"the endpoint is not a URI; {right}";
        }

        if (read.Scheme != Uri.UriSchemeHttps && read.Scheme != Uri.UriSchemeHttp)
        {
            return $"the scheme '{read.Scheme}' is not served; {right}";
        }

        if (read.Scheme == Uri.UriSchemeHttp && !read.IsLoopback)
        {
            return $"plain http would show the password on the wire and is for loopback only; {right}";
        }

        if (read.Host.Length == 0 || read.UserInfo.Length > 0 || read.Fragment.Length > 0)
        {
            return $"there must be a host and neither user nor fragment: credentials have a store; {right}";
        }

        uri = read;
        return null;
    }

    /// <summary>The settings in a URI's query, unescaped; one without a value has an empty one.</summary>
    public static IEnumerable<(string Name, string Value)> Settings(Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(parts => (parts[0], parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : ""));
    }
}
