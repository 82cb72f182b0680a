using System.Net;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Kills;

/// <summary>A client that repeats what it asked, under the same key, until it is acknowledged.</summary>
internal static class PatientClient
{
    /// <summary>Writes; answers the id of the acknowledged operation.</summary>
    public static async Task<string> AcknowledgedAsync(
        this HcosApi api, Phase phase, string key, CancellationToken cancellationToken)
    {
        var answer = await Until.AsWantedAsync(
            stop => TryAsync(api, phase, key, stop), IsAnswer, Asking.Soon, cancellationToken);
        Assert.True(
            answer!.Status == HttpStatusCode.Accepted, $"{phase.Name}: {answer.Status} {answer.Body?.ToJsonString()}");
        return answer.Body.Word("id");
    }

    private static bool IsAnswer(ApiAnswer? answer) =>
        answer is not null && answer.Status != HttpStatusCode.ServiceUnavailable;

    private static async Task<ApiAnswer?> TryAsync(
        HcosApi api, Phase phase, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await api.SendAsync(phase.Method, phase.Path, phase.Content(), key, cancellationToken);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            return null;
        }
    }
}
