using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Driving;

public sealed class UsageTests
{
    private static readonly ResourceKey Server = new(ResourceKind.Server, "none");

    [Fact]
    public async Task A_usage_that_cannot_be_read_says_why()
    {
        await using var ci2 = new LiveCi2();
        await ci2.RegisterAndSweepAsync();
        var elsewhere = await ci2.AskAsync(new ReadUsage(new(DerivedId.From("elsewhere")), Server));
        Assert.Equal((null, "environment-missing"), (elsewhere.Usage, elsewhere.Code));
        var unread = await ci2.AskAsync(new ReadUsage(LiveCi2.Lab, Server));
        Assert.Equal((null, "impossible"), (unread.Usage, unread.Code));
    }
}
