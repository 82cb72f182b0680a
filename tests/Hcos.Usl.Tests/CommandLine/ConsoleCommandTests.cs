using System.CommandLine;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Output;
using Hcos.Usl.Tests.Platform;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Tests.CommandLine;

/// <summary>What a guest wrote, on the terminal of an operator.</summary>
public sealed class ConsoleCommandTests
{
    [Fact]
    public async Task A_guest_cannot_steer_the_terminal_of_whoever_reads_its_console()
    {
        await using var platform = await SmallPlatform.StartAsync();
        await MadeServer.MakeAsync(platform, "web-1");
        var shown = await CommandLineTests.RunAsync(platform, "servers", "console", "web-1");
        Assert.Equal(0, shown.Code);
        Assert.EndsWith("\uFFFD[2J\nlogin:", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown.Out);
    }

    [Fact]
    public async Task A_console_that_is_followed_shows_what_comes_once()
    {
        var written = new Queue<string>(["one\n", "one\ntwo\n", "one\ntwo\n", "one\ntwo\nthree\n"]);
        await using var api = await FakeApi.StartAsync(0, context =>
        {
            if (!written.TryDequeue(out var text)) context.Response.StatusCode = StatusCodes.Status409Conflict;
            return context.Response.WriteAsync(new JsonObject { ["text"] = text }.ToJsonString());
        });
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLineTests.Root()
            .Parse(["servers", "console", "web-1", "--follow", "--url", $"{api.Url}", "--token", "t"])
            .InvokeAsync(
                new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        Assert.Equal(1, code);
        Assert.Equal("one\ntwo\nthree\n", output.ToString());
    }

    [Fact]
    public async Task A_follower_waits_for_a_platform_that_is_away_and_goes_on_where_it_was()
    {
        using var output = new StringWriter();
        var error = new StringWriter();
        var shared = TextWriter.Synchronized(error);
        var before = await FakeApi.StartAsync(0, Script("one\n", "one\ntwo\n"));
        var address = before.Url;
        var following = CommandLineTests.Root()
            .Parse(["servers", "console", "web-1", "--follow", "--url", $"{address}", "--token", "t"])
            .InvokeAsync(
                new InvocationConfiguration { Output = output, Error = shared }, TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => Task.FromResult(Said().Contains("waiting")), "it says that it waits");
        await before.DisposeAsync();
        await using var after = await FakeApi.StartAsync(
            address.Port, Script("one\ntwo\nwhile away\n", null, "one\ntwo\nwhile away\nthree\n", "refused"));

        Assert.Equal(1, await following);
        Assert.Equal("one\ntwo\nwhile away\nthree\n", output.ToString());
        Assert.Collection(
            Said().Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.StartsWith("hcos: waiting: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("hcos: waiting: ", line, StringComparison.Ordinal),
            line => Assert.Contains("the API answered 409", line, StringComparison.Ordinal));

        string Said()
        {
            lock (shared) return error.ToString();
        }
    }

    [Theory]
    [InlineData("", "abc", "abc", false)]
    [InlineData("abc", "abc", "", false)]
    [InlineData("abc", "abcd", "d", false)]
    [InlineData("abc", "bcd", "bcd", true)]
    [InlineData("abc", "", "", true)]
    public void What_is_new_is_told_from_what_was_shown(string earlier, string now, string fresh, bool isMissing) =>
        Assert.Equal((fresh, isMissing), ConsoleText.Since(earlier, now));

    /// <summary>Texts one after the other: null is an environment that is away, what comes behind them too.</summary>
    private static RequestDelegate Script(params string?[] texts)
    {
        var left = new Queue<string?>(texts);
        return context =>
        {
            var text = left.TryDequeue(out var next) ? next : null;
            context.Response.StatusCode = text switch
            {
                null => StatusCodes.Status503ServiceUnavailable,
                "refused" => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status200OK,
            };
            return context.Response.WriteAsync(new JsonObject { ["text"] = text }.ToJsonString());
        };
    }
}
