using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace Hcos.Cie.Tests.HyperV;

/// <summary>A client that sends what other clients send, and is as demanding as they are.</summary>
internal sealed class ForeignClient(Uri address, string? password) : IDisposable
{
    public static readonly XNamespace Soap = "http://www.w3.org/2003/05/soap-envelope";
    public static readonly XNamespace Addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    public static readonly XNamespace Management = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    public static readonly XNamespace Enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";

    private const string Classes = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";

    private readonly HttpClient _http = new();

    /// <summary>The URI of a class of Hyper-V.</summary>
    public static string Uri(string type, string space = "root/virtualization/v2") => $"{Classes}{space}/{type}";

    /// <summary>Asks a query as libvirt's client does: plain, then one pull after the other.</summary>
    public async Task<List<XElement>> QueryAsync(
        string query, CancellationToken cancellationToken, string space = "root/virtualization/v2", string options = "")
    {
        var body = await SendAsync(
            $"{Enumeration.NamespaceName}/Enumerate", Uri("*", space), "", Enumerate(query, options),
            cancellationToken);
        var items = new List<XElement>(body.Descendants(Management + "Items").Elements());
        while (!body.Descendants().Any(element => element.Name.LocalName == "EndOfSequence"))
        {
            var context = body.Descendants(Enumeration + "EnumerationContext").Single().Value;
            body = await SendAsync(
                $"{Enumeration.NamespaceName}/Pull",
                Uri("*", space),
                "",
                $"<n:Pull><n:EnumerationContext>{context}</n:EnumerationContext></n:Pull>",
                cancellationToken);
            var pulled = body.Descendants(Enumeration + "Items").Elements().ToList();
            Assert.True(pulled.Count <= 1, "a client that says nothing takes the first item and drops the rest");
            items.AddRange(pulled);
        }

        return items;
    }

    /// <summary>Calls a method.</summary>
    public async Task<XElement> InvokeAsync(
        string type, string method, string selectors, string parameters, CancellationToken cancellationToken)
    {
        var body = await SendAsync(
            $"{Uri(type)}/{method}",
            Uri(type),
            $"<w:SelectorSet>{selectors}</w:SelectorSet>",
            $"<p:{method}_INPUT xmlns:p='{Uri(type)}'>{parameters}</p:{method}_INPUT>",
            cancellationToken);
        return body.Elements().Single();
    }

    /// <summary>Sends a message; answers the body.</summary>
    public async Task<XElement> SendAsync(
        string action, string resource, string more, string content, CancellationToken cancellationToken) =>
        XElement.Parse(await TextAsync(action, resource, more, content, cancellationToken)).Element(Soap + "Body")!;

    /// <summary>Sends a message; answers the text of the reply.</summary>
    public async Task<string> TextAsync(
        string action, string resource, string more, string content, CancellationToken cancellationToken)
    {
        var text = $"""
            <E:Envelope xmlns:E="{Soap}" xmlns:A="{Addressing}" xmlns:w="{Management}" xmlns:n="{Enumeration}">
              <E:Header><A:Action>{action}</A:Action><A:To>{address}</A:To><w:ResourceURI>{resource}</w:ResourceURI>
                <A:MessageID>uuid:1-2-3</A:MessageID>{more}</E:Header>
              <E:Body>{content}</E:Body>
            </E:Envelope>
            """;
        using var response = await PostAsync(text, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Sends a text.</summary>
    public async Task<HttpResponseMessage> PostAsync(string text, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new StringContent(text, Encoding.UTF8, "application/soap+xml");
        request.Headers.Authorization = password is null ? null : new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"Administrator:{password}")));
        return await _http.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static string Enumerate(string query, string options) => $"""
        <n:Enumerate>{options}<w:Filter Dialect="http://schemas.microsoft.com/wbem/wsman/1/WQL"
          >{new XText(query)}</w:Filter></n:Enumerate>
        """;
}
