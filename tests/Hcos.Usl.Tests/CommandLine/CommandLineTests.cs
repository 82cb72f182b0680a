using System.CommandLine;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine;
using Hcos.Usl.Tests.Platform;

namespace Hcos.Usl.Tests.CommandLine;

public sealed class CommandLineTests
{
    [Fact]
    public async Task A_server_is_created_with_progress_listed_shown_and_deleted()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var created = await RunAsync(platform, "servers", "create", "web-1", "--memory", "128MiB", "--vcpus", "2");
        Assert.Equal(0, created.Code);
        Assert.Contains("servers.create done", created.Out, StringComparison.Ordinal);
        Assert.Contains("server web-1 is wanted", created.Error, StringComparison.Ordinal);

        var listed = await RunAsync(platform, "servers", "list");
        Assert.Contains("10.0.0.7", listed.Out, StringComparison.Ordinal);
        Assert.Contains("running", listed.Out, StringComparison.Ordinal);
        Assert.Contains("age", listed.Out, StringComparison.Ordinal);

        var shown = await RunAsync(platform, "servers", "show", "web-1", "--output", "json");
        Assert.Equal(134217728, (long)JsonNode.Parse(shown.Out)!["memoryBytes"]!);
        var table = await RunAsync(platform, "servers", "show", "web-1");
        Assert.Contains("effect at", table.Out, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync(platform, "servers", "delete", "web-1")).Code);
        Assert.Contains("(none)", (await RunAsync(platform, "servers", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_is_resized_and_kept_and_both_are_shown()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await RunAsync(platform, "servers", "create", "web-1", "--memory", "128MiB");
        var plan = await RunAsync(platform, "servers", "resize", "web-1", "--vcpus", "3", "--plan", "--output", "json");
        Assert.Equal(3, (int)JsonNode.Parse(plan.Out)!["plan"]!["then"]!["vcpus"]!);

        var resized = await RunAsync(platform, "servers", "resize", "web-1", "--vcpus", "2", "--memory", "256MiB");
        Assert.Equal(0, resized.Code);
        Assert.Contains("resize of the server begins", resized.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(platform, "servers", "snapshot", "web-1", "--name", "before")).Code);

        var shown = JsonNode.Parse((await RunAsync(platform, "servers", "show", "web-1", "--output", "json")).Out)!;
        Assert.Equal((2, 256L << 20), ((int)shown["vcpus"]!, (long)shown["memoryBytes"]!));
        Assert.Equal("before", (string?)shown["snapshots"]![0]!["name"]);
        Assert.Contains("before", (await RunAsync(platform, "servers", "show", "web-1")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told_on_standard_error_and_by_the_exit_code()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await RunAsync(platform, "servers", "create", "web-1");
        var second = await RunAsync(platform, "servers", "create", "web-1");
        Assert.Equal(1, second.Code);
        Assert.Contains("duplicate-name", second.Error, StringComparison.Ordinal);
        var unknown = await RunAsync(platform, "servers", "show", "nobody");
        Assert.Equal(1, unknown.Code);
        Assert.Contains("not-found", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_are_shown_traced_and_waited_for()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var created = await RunAsync(platform, "servers", "create", "web-1", "--no-wait", "--output", "json");
        var id = (string)JsonNode.Parse(created.Out)!["id"]!;
        Assert.Equal(0, (await RunAsync(platform, "operations", "wait", id)).Code);
        var trace = await RunAsync(platform, "operations", "show", id, "--trace");
        Assert.Contains("  server web-1 is wanted", trace.Out, StringComparison.Ordinal);
        Assert.Contains(id, (await RunAsync(platform, "operations", "list")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_is_deployed_from_a_file()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var file = Path.Combine(Path.GetTempPath(), $"hcos-{platform.Url.Port}.yaml");
        await File.WriteAllTextAsync(
            file,
            "apiVersion: hcos/v1\nkind: BusinessSystem\nmetadata: {name: hello}\nspec: {components: [{name: web}]}\n",
            TestContext.Current.CancellationToken);
        try
        {
            Assert.Equal(0, (await RunAsync(platform, "systems", "deploy", file)).Code);
            Assert.Contains("healthy", (await RunAsync(platform, "systems", "list")).Out, StringComparison.Ordinal);
            var shown = await RunAsync(platform, "systems", "show", "hello");
            Assert.Contains("hello: healthy", shown.Out, StringComparison.Ordinal);
            Assert.Equal(1, (await RunAsync(platform, "systems", "deploy", file + ".missing")).Code);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Any_operation_can_be_described_and_called()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var described = await RunAsync(platform, "services", "describe", "servers.create");
        Assert.Contains("memoryBytes", described.Out, StringComparison.Ordinal);
        var called = await RunAsync(platform, "services", "call", "servers.create", "--body", """{"name":"web-1"}""");
        Assert.Equal(0, called.Code);
        Assert.Contains("POST", (await RunAsync(platform, "services", "list")).Out, StringComparison.Ordinal);
        var many = await RunAsync(platform, "servers", "create", "node", "--count", "3", "--together", "true");
        var shown = await RunAsync(platform, "series", "list", "--output", "json");
        Assert.Equal(0, many.Code);
        Assert.Equal(3, (int)JsonNode.Parse(shown.Out)![0]!["madeCount"]!);
        var alone = await RunAsync(platform, "servers", "create", "node", "--together", "true");
        Assert.Equal(1, alone.Code);
        Assert.Contains("--together goes with --count", alone.Error, StringComparison.Ordinal);

        var where = await RunAsync(platform, "placements", "simulate", "--count", "200", "--policy", "cheap");
        Assert.Equal(0, where.Code);
        Assert.Contains("200 on node-1", where.Out, StringComparison.Ordinal);

        var plan = await RunAsync(platform, "servers", "create", "web-2", "--plan");
        Assert.Contains("no-candidate", plan.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("servers create")]
    [InlineData("servers create web-1 --vcpus many")]
    [InlineData("servers create web-1 --memory much")]
    [InlineData("servers create web-1 --colour red")]
    [InlineData("environments add lab --kind simulated")]
    [InlineData("environments add lab --kind simulated --endpoint x --access everything")]
    [InlineData("servers list --output xml")]
    public void A_wrong_usage_is_an_error_of_the_parse_result(string line) =>
        Assert.NotEmpty(Root().Parse(line).Errors);

    [Theory]
    [InlineData("environments add lab --kind simulated --endpoint x --observe-only")]
    [InlineData("environments set lab --access observe-only")]
    [InlineData("environments remove lab --forget")]
    [InlineData("servers stop web-1 --force")]
    [InlineData("servers resize web-1 --vcpus 2 --memory 256MiB")]
    [InlineData("servers resize web-1 --disk 20GiB --plan")]
    [InlineData("servers snapshot web-1 --name before")]
    [InlineData("servers revert web-1 --to before")]
    [InlineData("systems scale hello --component web --count 3")]
    [InlineData("placements explain web-1 --not node-2")]
    [InlineData("resources list --kind server --environment lab --filter state=running --at 2026-01-01T00:00:00Z")]
    [InlineData("resources list --kind floating-address")]
    [InlineData("events follow --from beginning --filter layer=bsl")]
    [InlineData("credentials add lab-user --user root")]
    [InlineData("servers create web-1 --start false")]
    [InlineData("servers list --data /var/lib/hcos")]
    [InlineData("shell -c print(1)")]
    public void The_words_of_the_surface_are_understood(string line) => Assert.Empty(Root().Parse(line).Errors);

    [Fact]
    public async Task A_named_data_folder_says_where_the_platform_is_and_who_asks()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await RunAsync(platform, "servers", "create", "web-1");
        var folder = Directory.CreateTempSubdirectory("hcos-data-");
        try
        {
            var url = Path.Combine(folder.CreateSubdirectory("run").FullName, "url");
            await File.WriteAllTextAsync(url, platform.Url.ToString(), TestContext.Current.CancellationToken);
            var token = Path.Combine(folder.FullName, "admin-token");
            await File.WriteAllTextAsync(token, SmallPlatform.Token, TestContext.Current.CancellationToken);

            var listed = await RunAsync("servers", "list", "--data", folder.FullName);
            Assert.Contains("web-1", listed.Out, StringComparison.Ordinal);

            File.Delete(url);
            var stopped = await RunAsync("servers", "list", "--data", folder.FullName);
            Assert.Equal(1, stopped.Code);
            Assert.Contains($"{folder.FullName} is not running", stopped.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_command_has_help_with_an_example()
    {
        foreach (var command in Root().Subcommands.SelectMany(noun => noun.Subcommands))
        {
            var hasExample = command.Description!.Contains("Example: hcos", StringComparison.Ordinal);
            Assert.True(hasExample, $"{command.Name} has no example");
        }
    }

    internal static RootCommand Root()
    {
        var root = new RootCommand("HCOS");
        foreach (var command in UslCommandLine.Build(() => "/nonexistent", TimeProvider.System)) root.Add(command);
        return root;
    }

    internal static Task<(int Code, string Out, string Error)> RunAsync(
        SmallPlatform platform, params string[] words) =>
        RunAsync([.. words, "--url", platform.Url.ToString(), "--token", SmallPlatform.Token]);

    internal static async Task<(int Code, string Out, string Error)> RunAsync(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var configuration = new InvocationConfiguration { Output = output, Error = error };
        var code = await Root().Parse(words).InvokeAsync(configuration, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
