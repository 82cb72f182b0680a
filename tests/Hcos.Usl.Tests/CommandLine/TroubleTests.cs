using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.Tests.Platform;
using Microsoft.AspNetCore.Http;

namespace Hcos.Usl.Tests.CommandLine;

/// <summary>The platform is away, slow or too large, and the commands say so.</summary>
public sealed class TroubleTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Following_waits_for_a_platform_that_is_away_and_goes_on_behind_the_last_event()
    {
        var asked = new List<string>();
        var (output, error) = (new StringWriter(), new StringWriter());
        var shared = TextWriter.Synchronized(error);
        var before = await FakeApi.StartAsync(0, Script(asked, Opens("b0"), Tells("b0", "b1"), Is(503)));
        var address = before.Url;
        string[] words = ["events", "follow", "--url", $"{address}", "--token", "t"];
        var following = CommandLineTests.Root().Parse(words)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = shared }, Stop);
        await Eventually.TrueAsync(() => Task.FromResult(Said().Contains("waiting")), "it says that it waits");
        await before.DisposeAsync();
        await using var after = await FakeApi.StartAsync(address.Port, Script(asked, Tells("b1", "b2"), Is(400)));

        Assert.Equal(1, await following);
        Assert.Equal(["", "b0"], asked[..2]);
        Assert.Equal("b2", asked[^1]);
        Assert.All(asked[2..^1], behind => Assert.Equal("b1", behind));
        Assert.Equal(2, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var lines = Said().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Collection(
            lines,
            line => Assert.StartsWith("hcos: waiting: ", line, StringComparison.Ordinal),
            line => Assert.Contains("the API answered 400", line, StringComparison.Ordinal));

        string Said()
        {
            lock (shared) return error.ToString();
        }
    }

    [Fact]
    public async Task A_list_that_is_too_long_says_where_it_is_cut_and_how_to_see_the_rest()
    {
        await using var endless = await FakeApi.StartAsync(
            0, context => context.Response.WriteAsync("""{"items":[{"name":"a"}],"next":"c"}"""));
        var listed = await CommandLineTests.RunAsync("servers", "list", "--url", $"{endless.Url}", "--token", "t");
        Assert.Equal(0, listed.Code);
        Assert.Contains("cut after 100 rows", listed.Error, StringComparison.Ordinal);
        Assert.Contains("--filter", listed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_gets_no_answer_in_time_says_so()
    {
        await using var silent = await FakeApi.StartAsync(
            0, context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        using var api = new ApiClient(silent.Url, "t", TimeSpan.FromMilliseconds(200));
        var read = await Assert.ThrowsAsync<CommandFailedException>(() => api.GetAsync("/v1/servers", Stop));
        Assert.EndsWith("gave no answer within 0.2 s", read.Message, StringComparison.Ordinal);
        var written = await Assert.ThrowsAsync<CommandFailedException>(
            () => api.SendAsync(HttpMethod.Post, "/v1/servers", "{}", "application/json", null, Stop));
        Assert.Contains("may have been done", written.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shell_of_a_platform_that_is_not_running_says_so()
    {
        var folder = Directory.CreateTempSubdirectory("hcos-data-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "admin-token"), "t", Stop);
            var opened = await CommandLineTests.RunAsync("shell", "--data", folder.FullName, "-c", "1");
            Assert.Equal(1, opened.Code);
            Assert.Contains($"{folder.FullName} is not running", opened.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Answers one request after another, the rest like the last; notes what each resumes after.</summary>
    private static RequestDelegate Script(List<string> asked, params RequestDelegate[] answers)
    {
        var next = 0;
        return context =>
        {
            asked.Add(context.Request.Headers["Last-Event-ID"].ToString());
            return answers[Math.Min(next++, answers.Length - 1)](context);
        };
    }

    private static RequestDelegate Opens(string bookmark) => context =>
    {
        context.Response.Headers["Hcos-Bookmark"] = bookmark;
        return context.Response.WriteAsync(": hcos\n\n");
    };

    private static RequestDelegate Tells(string bookmark, string id) => async context =>
    {
        await Opens(bookmark)(context);
        await context.Response.WriteAsync($"id: {id}\nevent: x\ndata: {{\"text\":\"{id} happened\"}}\n\n");
    };

    private static RequestDelegate Is(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
