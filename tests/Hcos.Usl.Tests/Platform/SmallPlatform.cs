using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hcos.Contracts;
using Hcos.Contracts.Usmc;
using Hcos.Kernel.Bus;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Simulated.Stores;
using Hcos.Usmc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Usl.Tests.Platform;

/// <summary>USL and USMC for real, layers that answer at once, stores in memory, the API on its own port.</summary>
internal sealed class SmallPlatform : IAsyncDisposable
{
    public const string Token = "token-of-the-administrator";
    private static readonly string[] Others = ["cie", "ci2", "arml", "bsl", "esl", "cmlc"];
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, LayerHost> _hosts = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];
    private readonly WebApplication _application;

    private SmallPlatform(UslOptions options, IEventEdge? edge)
    {
        Catalog = new MessageCatalog([typeof(OperationAttribute).Assembly], [typeof(UslModule).Assembly]);
        Store = new SimulatedEventStore(Catalog, Faults, TimeProvider.System);
        Views = new SimulatedViewStore(Faults, TimeProvider.System);
        Usl = new UslModule(
            new UslSeams(Catalog, Store, Views, Bus, TimeProvider.System, edge), options, NullLogger.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        Usl.MapApi(_application);
    }

    public MessageCatalog Catalog { get; }

    public SimulatedEventStore Store { get; }

    public SimulatedViewStore Views { get; }

    public SwitchedFaults Faults { get; } = new();

    public DirectBus Bus { get; } = new();

    public UslModule Usl { get; }

    public Uri Url => new(_application.Urls.First());

    public HttpClient Client { get; private set; } = null!;

    public static async Task<SmallPlatform> StartAsync(
        UslOptions? options = null, Func<SimulatedViewStore, Task>? before = null, IEventEdge? edge = null)
    {
        var platform = new SmallPlatform(options ?? new UslOptions(), edge);
        if (before is not null) await before(platform.Views);
        foreach (var name in Others) platform.Run(FakeLayer.Define(name));
        platform.Run(UsmcModule.Define());
        platform.Usl.Attach(platform.Run(UslModule.Define(), platform.Usl.Committed));
        platform._running.Add(platform.Usl.RunAsync(platform._stop.Token));
        await platform._application.StartAsync();
        platform.Client = platform.ClientWith(Token);
        await platform.RegisterAsync("admin", Token, true);
        await Eventually.TrueAsync(async () => (await platform.GetAsync("/v1/servers")).Code == 200, "the API answers");
        return platform;
    }

    public Task RegisterAsync(string name, string token, bool isAdministrator) => SubmitAsync(
        "usmc",
        new RegisterPrincipal(
            name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))), isAdministrator));

    public HttpClient ClientWith(string? token)
    {
        var client = new HttpClient { BaseAddress = Url };
        if (token is null) return client;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A layer below tells something, as first causes.</summary>
    public Task TellAsync(string layer, params IEvent[] events) => SubmitAsync(layer, new Tell(events));

    public Task<Answer> GetAsync(string path, HttpClient? client = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), client);

    public Task<Answer> PostAsync(string path, string json, string? key = null) =>
        SendAsync(HttpMethod.Post, path, json, key);

    public Task<Answer> SendAsync(
        HttpMethod method, string path, string? body, string? key = null, string type = "application/json")
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request, HttpClient? client = null)
    {
        using var response = await (client ?? Client).SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, text.StartsWith('{') ? (JsonObject)JsonNode.Parse(text)! : [], response);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _stop.CancelAsync();
        await _application.DisposeAsync();
        await Task.WhenAll(_running).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        _stop.Dispose();
    }

    private async Task SubmitAsync(string layer, ICommand command)
    {
        var host = _hosts[layer];
        await Eventually.TrueAsync(() => Task.FromResult(host.Status is not null), $"{layer} owns its log");
        var id = new Guid(RandomNumberGenerator.GetBytes(16));
        await host.SubmitAsync(MessageContext.First(id), command, TestContext.Current.CancellationToken);
    }

    private LayerHost Run(LayerDefinition definition, Action<IReadOnlyList<RecordedEvent>>? committed = null)
    {
        var options = new LayerHostOptions
        {
            Heartbeat = TimeSpan.FromMilliseconds(100),
            RestartDelay = TimeSpan.FromMilliseconds(50),
            Layer = new LayerOptions
            {
                SilentOwner = TimeSpan.FromMilliseconds(200),
                FirstRepeat = TimeSpan.FromMilliseconds(100),
            },
        };
        var seams = new LayerSeams(Catalog, Store, Bus, NoEffects.Instance, TimeProvider.System, committed);
        var host = new LayerHost(definition, seams, options, NullLogger.Instance);
        _hosts[definition.Name] = host;
        _running.Add(host.RunAsync(_stop.Token));
        return host;
    }
}

/// <summary>An answer of the API.</summary>
internal sealed record Answer(System.Net.HttpStatusCode Status, JsonObject Body, HttpResponseMessage Response)
{
    public int Code => (int)Status;

    public string? Problem => (string?)Body["code"];

    public string Bookmark => Response.Headers.GetValues("Hcos-Bookmark").Single();

    public IReadOnlyList<JsonObject> Items => [.. ((JsonArray)Body["items"]!).OfType<JsonObject>()];
}
