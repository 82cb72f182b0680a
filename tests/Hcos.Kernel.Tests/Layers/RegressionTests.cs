using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Tests.Layers;

/// <summary>A consumed log that goes back while its consumer is down.</summary>
public sealed class RegressionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SortedDictionary<string, long> Positions = new(StringComparer.Ordinal) { ["works"] = 8 };
    private readonly List<RecordedEvent> _log = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_epoch_that_began_before_what_was_consumed_is_noticed_after_a_start(bool fromSnapshot)
    {
        Consume();
        var later = New();
        foreach (var happened in _log) later.Load(happened);
        if (fromSnapshot)
        {
            var snapshot = later.Capture();
            later = New();
            Assert.True(later.TryRestore(snapshot));
        }

        later.Begin(2, Positions, Now);
        var met = later.Step(new LayerInput.Announced(new HeadAnnouncement("works", 4, 5, Now, 9)), Now);
        Assert.Equal(NoticeKind.LogRegressed, Assert.Single(met.Notices).Kind);
    }

    [Fact]
    public void An_epoch_that_began_behind_what_was_consumed_is_fine_after_a_start()
    {
        Consume();
        var later = New();
        foreach (var happened in _log) later.Load(happened);
        later.Begin(2, Positions, Now);
        Assert.Empty(later.Step(new LayerInput.Announced(new HeadAnnouncement("works", 4, 8, Now, 9)), Now).Notices);
    }

    [Fact]
    public void Meeting_an_owner_is_written_down_once()
    {
        Consume();
        Assert.Equal(new LogMet("works", 3), Assert.Single(_log, happened => happened.Body is LogMet).Body);
    }

    /// <summary>The works' log is consumed up to 7 under epoch 3.</summary>
    private void Consume()
    {
        var shop = New();
        _log.AddRange(shop.Begin(1, new Dictionary<string, long>(), Now).Events);
        for (var part = 1; part <= 7; part++)
        {
            var batch = new EventBatch("works", 3, 1, Now, part, part, []);
            _log.AddRange(shop.Step(new LayerInput.Observed(batch), Now).Events);
        }
    }

    private static Layer New() => new(ShopLayer.Define(), ShopLayer.Catalog, new LayerOptions());
}
