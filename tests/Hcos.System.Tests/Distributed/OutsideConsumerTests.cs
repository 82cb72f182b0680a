using System.Diagnostics;
using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;
using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Distributed;

/// <summary>Programs that are none of ours hear what happens and send commands, by the samples.</summary>
[Collection<DistributedCollection>]
public sealed class OutsideConsumerTests(DistributedPlatform platform)
{
    private static readonly string Samples = Repository.File("deploy", "samples", "consumers");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_python_program_reads_cloud_events()
    {
        using var reader = Start(
            "/usr/bin/python3", [Path.Combine(Samples, "cloudevents.py"), "bsl.server-state-changed.v1", "1"]);
        Assert.Equal("listening", await reader.StandardError.ReadLineAsync(Stop));
        await platform.Api.DoneAsync("/v1/servers", Server("seen"), Stop);

        var happened = JsonNode.Parse((await LineAsync(reader))!)!;
        await reader.WaitForExitAsync(Stop);
        var server = await platform.Api.ShownAsync("/v1/servers/seen", Stop);
        Assert.Equal("1.0", happened.Word("specversion"));
        Assert.Equal("/hcos/bsl", happened.Word("source"));
        Assert.Equal("bsl.server-state-changed.v1", happened.Word("type"));
        Assert.Equal(server.Word("id"), happened["data"].Word("server"));
        Assert.NotEqual("", happened.Word("id"));
        Assert.NotEqual("", happened.Word("correlation"));
        await platform.Api.DeleteAsync("/v1/servers/seen?wait=300", Stop);
    }

    [Fact]
    public async Task A_masstransit_application_with_nothing_but_the_contracts_hears_of_a_server_and_stops_it()
    {
        using var folder = new ScratchFolder();
        var program = await BuildSampleAsync(folder.Path);
        using var application = Start("dotnet", [program]);
        Assert.Equal("listening", await LineAsync(application));
        await platform.Api.DoneAsync("/v1/servers", Server("told"), Stop);

        await platform.Api.UntilAsync(
            "/v1/servers/told", server => server.Word("state") == "stopped", Asking.Soon, Stop);
        await application.WaitForExitAsync(Stop);
        Assert.Equal(0, application.ExitCode);
        var id = (await platform.Api.ShownAsync("/v1/servers/told", Stop)).Word("id");
        var operations = await platform.Api.ShownAsync("/v1/operations?limit=200", Stop);
        var stop = operations.Items().First(operation =>
            operation.Word("name") == "servers.stop" && operation.Word("subject") == $"servers/{id}");
        Assert.Equal("hcos-outside", stop.Word("principal"));
        await platform.Api.DeleteAsync("/v1/servers/told?wait=300", Stop);
    }

    private static JsonObject Server(string name)
    {
        var body = Asking.LeastServer(name);
        body["environment"] = "lab";
        return body;
    }

    private static async Task<string?> LineAsync(Process process)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        late.CancelAfter(Asking.Soon);
        var line = await process.StandardOutput.ReadLineAsync(late.Token);
        return line ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(Stop));
    }

    /// <summary>Packs the contracts as they are, under a version of its own, and builds the sample on them.</summary>
    private static async Task<string> BuildSampleAsync(string folder)
    {
        var version = $"0.0.1-test{Path.GetFileName(folder)}";
        var feed = Path.Combine(folder, "feed");
        string[] pack =
        [
            "pack", Repository.File("src", "Contracts", "Hcos.Contracts"), "-c", "Release", "--no-build", "-o", feed,
            $"-p:PackageVersion={version}",
        ];
        await Tool.RunAsync("dotnet", pack, Stop);
        Directory.CreateDirectory(Path.Combine(folder, "source"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Samples, "masstransit"), "*.cs*"))
        {
            File.Copy(file, Path.Combine(folder, "source", Path.GetFileName(file)));
        }

        string[] build =
        [
            "build", Path.Combine(folder, "source"), "-o", Path.Combine(folder, "built"), "-nodeReuse:false",
            $"-p:RestoreAdditionalProjectSources={feed}", $"-p:HcosContractsVersion={version}",
            "-p:UseSharedCompilation=false",
        ];
        await Tool.RunAsync("dotnet", build, Stop);
        ForgetPackage(version);
        return Path.Combine(folder, "built", "HcosConsumer.dll");
    }

    /// <summary>What was built needs the package no more, and nobody else will ever ask for that version.</summary>
    private static void ForgetPackage(string version)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var kept = Path.Combine(packages, "hcos.contracts", version.ToLowerInvariant());
        if (Directory.Exists(kept)) Directory.Delete(kept, recursive: true);
    }

    private Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HCOS_OUTSIDE_RABBITMQ"] =
            File.ReadAllText(Path.Combine(platform.Cluster.Folder, "outside-uri")).Trim();
        return Process.Start(start)!;
    }
}
