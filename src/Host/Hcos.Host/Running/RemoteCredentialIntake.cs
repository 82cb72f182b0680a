using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hcos.Kernel.Stores;
using Hcos.Usl;

namespace Hcos.Host.Running;

/// <summary>Brings a secret from USL's process to the one that owns CI2's log, past the bus.</summary>
internal sealed class RemoteCredentialIntake(IntakeOptions options) : ICredentialIntake, IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = Within,
    };

    public async Task StoreAsync(string name, string? userName, string secret, CancellationToken cancellationToken)
    {
        foreach (var address in options.Addresses)
        {
            if (await TryAsync(address, name, userName, secret, cancellationToken).ConfigureAwait(false)) return;
        }

        throw new StoreUnavailableException("no process of CI2 takes credentials now");
    }

    public void Dispose() => _client.Dispose();

    private async Task<bool> TryAsync(
        Uri address, string name, string? userName, string secret, CancellationToken cancellationToken)
    {
        var place = new Uri(address, $"{IntakeRoute.Path}/{Uri.EscapeDataString(name)}");
        using var request = new HttpRequestMessage(HttpMethod.Put, place)
        {
            // With its length said before: the other side takes nothing of unknown length.
            Content = new StringContent(
                JsonSerializer.Serialize(new IntakeRoute.Secret(userName, secret), JsonSerializerOptions.Web),
                Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        try
        {
            using var answer = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException
            || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
