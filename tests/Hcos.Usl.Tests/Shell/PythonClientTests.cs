using System.Diagnostics;
using Hcos.Usl.Tests.Platform;

namespace Hcos.Usl.Tests.Shell;

public sealed class PythonClientTests
{
    [Fact]
    public async Task The_client_creates_waits_lists_and_raises()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var (code, output, error) = await RunAsync(platform, """
            done = hcos.servers.create("web-1", memory="128MiB")
            assert done["outcome"] == "done", done
            assert [s["name"] for s in hcos.servers.list()] == ["web-1"]
            assert hcos.servers.show("web-1")["memoryBytes"] == 134217728
            try:
                hcos.servers.create(name="web-1")
            except HcosError as refused:
                print("refused", refused.code)
            try:
                hcos.servers.show("nobody")
            except HcosError as refused:
                print("refused", refused.code, refused.hint is not None)
            try:
                hcos.servers.create(name="web-2", colour="red")
            except TypeError as wrong:
                print("wrong", "colour" in str(wrong))
            print("plan", hcos.servers.create(name="web-2", plan=True)["plan"]["code"])
            for happened in hcos.events.follow(start="beginning", filter="name=bsl.server-requested.v1"):
                print("event", happened["data"]["name"], happened["bookmark"] is not None)
                break
            hcos.systems.deploy("apiVersion: hcos/v1\nkind: BusinessSystem\nmetadata: {name: hello}\n"
                                "spec: {components: [{name: web}]}")
            print(repr(hcos.systems), hcos.systems.list()[0]["health"])
            """);
        Assert.Equal(("", 0), (error, code));
        Assert.Equal(
            [
                "refused duplicate-name",
                "refused not-found True",
                "wrong True",
                "plan no-candidate",
                "event web-1 True",
                "<systems: delete, deploy, list, scale, show> healthy",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task An_error_that_nobody_catches_is_one_line_and_an_exit_code()
    {
        await using var platform = await SmallPlatform.StartAsync();
        var (code, _, error) = await RunAsync(platform, "hcos.servers.stop('nobody')");
        Assert.Equal(1, code);
        Assert.StartsWith("hcos: not-found", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Traceback", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(SmallPlatform platform, string code)
    {
        var token = TestContext.Current.CancellationToken;
        var tokenFile = Path.Combine(Path.GetTempPath(), $"hcos-token-{platform.Url.Port}");
        await File.WriteAllTextAsync(tokenFile, SmallPlatform.Token, token);
        try
        {
            var start = new ProcessStartInfo("python3", ["-m", "hcos.shell", "-c", code])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["PYTHONPATH"] = Path.Combine(AppContext.BaseDirectory, "Shell");
            start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
            start.Environment["HCOS_URL"] = platform.Url.ToString();
            start.Environment["HCOS_TOKEN_FILE"] = tokenFile;
            using var python = Process.Start(start)!;
            var output = python.StandardOutput.ReadToEndAsync(token);
            var error = python.StandardError.ReadToEndAsync(token);
            await python.WaitForExitAsync(token);
            return (python.ExitCode, await output, await error);
        }
        finally
        {
            File.Delete(tokenFile);
        }
    }
}
