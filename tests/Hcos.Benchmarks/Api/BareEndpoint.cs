using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hcos.Benchmarks.Api;

/// <summary>
/// The ceiling of an API: an ASP.NET Core endpoint that answers bytes it holds, in a process of its own.
/// </summary>
internal sealed class BareEndpoint : IDisposable
{
    /// <summary>The argument that turns this program into the endpoint.</summary>
    public const string Argument = "bare-endpoint";

    private readonly Process _process;

    private BareEndpoint(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>Starts it on a file's content.</summary>
    public static async Task<BareEndpoint> StartAsync(string file, CancellationToken cancellationToken)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Hcos.Benchmarks.dll");
        var start = new ProcessStartInfo("dotnet", [program, Argument, file]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return new BareEndpoint(process, new Uri(address!));
    }

    /// <summary>Is the endpoint, until it is killed.</summary>
    public static async Task<int> RunAsync(string file, CancellationToken cancellationToken)
    {
        var body = await File.ReadAllBytesAsync(file, cancellationToken);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var application = builder.Build();
        RequestDelegate answer = async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        };
        application.MapGet("/", answer);
        await application.StartAsync(cancellationToken);
        Console.Out.WriteLine(application.Urls.First());
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return 0;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
