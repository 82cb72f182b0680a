using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hcos.Usl.Tests.Platform;

/// <summary>An API that answers what the test wants.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _application;

    private FakeApi(WebApplication application) => _application = application;

    public Uri Url => new(_application.Urls.First());

    public static async Task<FakeApi> StartAsync(int port, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new FakeApi(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
