using System.Net.Http.Headers;

namespace Hcos.Ci2.Drivers.OpenStack.Http;

/// <summary>The content of a file as the body of a request, with its length.</summary>
internal static class FileBody
{
    /// <summary>Makes one, which disposes of the file.</summary>
    public static HttpContent Of(Stream file)
    {
        var content = new StreamContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.ContentLength = file.Length;
        return content;
    }
}
