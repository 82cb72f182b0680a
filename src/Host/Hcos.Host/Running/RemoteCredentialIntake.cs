using System.Net;
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

    public async Task<IntakeRefusal?> StoreAsync(IncomingSecret secret, CancellationToken cancellationToken)
    {
        foreach (var address in options.Addresses)
        {
            var (isDecided, refusal) = await TryAsync(address, secret, cancellationToken).ConfigureAwait(false);
            if (isDecided) return refusal;
        }

        throw new StoreUnavailableException("no process of CI2 takes credentials now");
    }

    public void Dispose() => _client.Dispose();

    private async Task<(bool IsDecided, IntakeRefusal? Refusal)> TryAsync(
        Uri address, IncomingSecret secret, CancellationToken cancellationToken)
    {
        var place = new Uri(address, $"{IntakeRoute.Path}/{Uri.EscapeDataString(secret.Name)}");
        var body = new IntakeRoute.Secret(secret.Intent, secret.UserName, secret.Value, secret.Principal);
        using var request = new HttpRequestMessage(HttpMethod.Put, place)
        {
            // With its length said before: the other side takes nothing of unknown length.
            Content = new StringContent(
                JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        try
        {
            using var answer = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode != HttpStatusCode.Conflict) return (answer.IsSuccessStatusCode, null);
            var refusal = await answer.Content.ReadFromJsonAsync<IntakeRefusal>(cancellationToken)
                .ConfigureAwait(false);
            return (refusal is not null, refusal);
        }
        catch (Exception away) when (away is HttpRequestException
            || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (false, null);
        }
    }
}
