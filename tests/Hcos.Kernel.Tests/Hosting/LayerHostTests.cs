using Hcos.Kernel.Stores;
using Hcos.Kernel.Tests.Layers;

namespace Hcos.Kernel.Tests.Hosting;

/// <summary>The shell around a layer: one commit for each step, and nothing leaves before it.</summary>
public sealed class LayerHostTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_acknowledged_published_or_sent_before_its_commit_returned()
    {
        await using var shop = await RunningShop.OpenAsync();
        shop.Store.Hold<OrderTaken>();
        var ordering = shop.OrderAsync("one");
        await RunningShop.UntilAsync(() => IsAsked<OrderTaken>(shop));
        Assert.False(ordering.IsCompleted);
        Assert.False(IsPublished<OrderTaken>(shop));
        Assert.Empty(shop.Bus.Commands);

        shop.Store.Release();
        await ordering;
        await RunningShop.UntilAsync(() => IsPublished<OrderTaken>(shop) && shop.Bus.Commands.Count > 0);
        Assert.IsType<Make>(shop.Bus.Commands[0].Body);
    }

    [Fact]
    public async Task No_effect_begins_before_the_commit_of_what_asks_for_it_returned()
    {
        await using var shop = await RunningShop.OpenAsync();
        await shop.OrderAsync("one");
        shop.Store.Hold<OrderMade>();
        await shop.Bus.TellAsync(new Made("one"), Stop);
        await RunningShop.UntilAsync(() => IsAsked<OrderMade>(shop));
        Assert.Equal(0, shop.Effects);

        shop.Store.Release();
        await RunningShop.UntilAsync(() => IsPublished<OrderPacked>(shop));
        Assert.Equal(1, shop.Effects);
    }

    [Fact]
    public async Task How_far_a_log_was_read_is_committed_with_what_that_led_to()
    {
        await using var shop = await RunningShop.OpenAsync();
        await shop.OrderAsync("one");
        await shop.Bus.TellAsync(new Made("one"), Stop);
        await RunningShop.UntilAsync(() => IsAsked<OrderMade>(shop));
        var commit = shop.Store.Commits.Single(asked => asked.Events.Any(happened => happened.Body is OrderMade));
        Assert.Equal(2, commit.Positions["works"]);
        Assert.DoesNotContain(
            shop.Store.Commits.TakeWhile(asked => asked != commit), asked => asked.Positions.ContainsKey("works")
                && asked.Positions["works"] > 1);
    }

    [Fact]
    public async Task A_commit_that_fails_lets_nothing_out_and_ends_the_ownership()
    {
        await using var shop = await RunningShop.OpenAsync();
        var epoch = shop.Store.Commits[^1].Epoch;
        shop.Store.Hold<OrderTaken>();
        var one = shop.OrderAsync("one");
        await RunningShop.UntilAsync(() => IsAsked<OrderTaken>(shop));
        // Steps on from what may not have happened.
        var two = shop.OrderAsync("two");
        shop.Store.Fail();
        await Assert.ThrowsAsync<OwnershipLostException>(() => one);
        await Assert.ThrowsAsync<OwnershipLostException>(() => two);
        Assert.False(IsPublished<OrderTaken>(shop));
        Assert.Empty(shop.Bus.Commands);

        await RunningShop.UntilAsync(() => shop.Store.Commits[^1].Epoch > epoch);
        await OnceOwnedAsync(() => shop.OrderAsync("one"));
        Assert.Equal(1, await shop.CountAsync());
    }

    [Fact]
    public async Task An_owner_with_nothing_to_do_looks_whether_the_log_is_still_its_own()
    {
        await using var shop = await RunningShop.OpenAsync();
        var looks = shop.Store.Looks;
        await RunningShop.UntilAsync(() => shop.Store.Looks > looks + 1);
        Assert.Equal(0, await shop.CountAsync());
    }

    [Fact]
    public async Task An_answer_waits_for_the_commit_of_what_it_shows()
    {
        await using var shop = await RunningShop.OpenAsync();
        shop.Store.Hold<OrderTaken>();
        var ordering = shop.OrderAsync("one");
        await RunningShop.UntilAsync(() => IsAsked<OrderTaken>(shop));
        var counting = shop.CountAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop);
        Assert.False(counting.IsCompleted);

        shop.Store.Release();
        Assert.Equal(1, await counting);
        await ordering;
    }

    [Fact]
    public async Task The_world_is_asked_beside_the_layer_which_goes_on_and_writes_nothing()
    {
        await using var shop = await RunningShop.OpenAsync();
        Assert.Equal(0, (await shop.CountBoxesAsync()).Boxes);
        await shop.OrderAsync("one");
        var commits = shop.Store.Commits.Count;
        var counting = shop.CountBoxesAsync();
        Assert.Equal(1, await shop.CountAsync());
        Assert.False(counting.IsCompleted);

        shop.Counting.SetResult();
        Assert.Equal(7, (await counting).Boxes);
        Assert.All(
            shop.Store.Commits.Skip(commits).SelectMany(asked => asked.Events),
            happened => Assert.IsNotType<OrderCounted>(happened.Body));
    }

    [Fact]
    public async Task So_many_questions_wait_for_the_world_and_no_more()
    {
        await using var shop = await RunningShop.OpenAsync();
        await shop.OrderAsync("one");
        var waiting = Enumerable.Range(0, RunningShop.MostInquiries).Select(_ => shop.CountBoxesAsync()).ToList();
        await RunningShop.UntilAsync(() => shop.Asked == RunningShop.MostInquiries);
        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.CountBoxesAsync());

        shop.Counting.SetResult();
        await Task.WhenAll(waiting);
        Assert.Equal(7, (await shop.CountBoxesAsync()).Boxes);
    }

    [Fact]
    public async Task What_is_published_follows_the_log_without_a_hole_in_parts_of_bounded_size()
    {
        await using var shop = await RunningShop.OpenAsync();
        await Task.WhenAll(Enumerable.Range(1, 40).Select(number => shop.OrderAsync($"{number}")));
        await RunningShop.UntilAsync(() => Published<OrderTaken>(shop) == 40);
        var batches = shop.Bus.Batches;
        Assert.All(batches.Zip(batches.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
        Assert.All(batches, batch => Assert.InRange(batch.Events.Count, 0, 3));
    }

    [Fact]
    public async Task A_snapshot_is_kept_beside_and_a_start_reads_only_what_came_after_it()
    {
        var store = new HeldStore();
        var last = 0L;
        await using (var shop = await RunningShop.OpenAsync(store))
        {
            for (var number = 1; number <= 60; number++) await shop.OrderAsync($"{number}");
            await RunningShop.UntilAsync(() => Snapshot(store) is not null);
            await shop.OrderAsync("after");
        }

        last = Snapshot(store)!.Position;
        Assert.True(last >= 50, $"a snapshot of position {last}");
        var reads = store.Reads.Count;
        await using var again = await RunningShop.OpenAsync(store);
        Assert.Equal(last + 1, store.Reads[reads]);
        Assert.Equal(61, await again.CountAsync());
        // What was answered before is known after the start, too.
        await again.OrderAsync("1");
        Assert.Equal(61, await again.CountAsync());
    }

    private static LogSnapshot? Snapshot(HeldStore store) =>
        store.SnapshotAsync("shop", Stop).GetAwaiter().GetResult();

    private static bool IsAsked<TEvent>(RunningShop shop) =>
        shop.Store.Commits.Any(asked => asked.Events.Any(happened => happened.Body is TEvent));

    private static bool IsPublished<TEvent>(RunningShop shop) => Published<TEvent>(shop) > 0;

    private static int Published<TEvent>(RunningShop shop) =>
        shop.Bus.Batches.Sum(batch => batch.Events.Count(happened => happened.Body is TEvent));

    /// <summary>Between two ownerships nobody takes anything on: whoever asks asks again.</summary>
    private static async Task OnceOwnedAsync(Func<Task> act)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (Exception later) when (later is StoreUnavailableException or OwnershipLostException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
            }
        }
    }
}
