using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Hcos.Ci2.Drivers.OpenStack.Http;

/// <summary>
/// JSON as the body of a request, with its length: OpenStack's services behind WSGI do not read a body in chunks.
/// </summary>
internal static class JsonBody
{
    /// <summary>Makes one; null of nothing.</summary>
    public static HttpContent? Of(JsonNode? body)
    {
        if (body is null) return null;
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
