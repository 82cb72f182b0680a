using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Conformance.Events;

public abstract partial class EventStoreConformance<TFixture>
{
    [Fact]
    public async Task A_log_without_a_snapshot_says_so()
    {
        Assert.Null(await _store.SnapshotAsync("nobodys", Token));
        await using var owner = await OwnAsync("bare");
        Assert.Null(await _store.SnapshotAsync("bare", Token));
    }

    [Fact]
    public async Task A_snapshot_is_given_back_as_it_was_kept()
    {
        await using var owner = await OwnAsync("kept");
        await owner.CommitAsync(Sample.After(owner, "kept", 0, 3), Sample.NoPositions, Token);
        var kept = Snapshot(2, 0, 1, 254, 255);
        await owner.SaveAsync(kept, Token);

        var found = await fixture.Open(Sample.Catalog).SnapshotAsync("kept", Token);
        Assert.Equal((kept.Position, kept.Shape), (found!.Position, found.Shape));
        Assert.Equal(kept.Data, found.Data);
    }

    [Fact]
    public async Task A_later_snapshot_takes_the_place_of_an_earlier_one_and_never_the_other_way_round()
    {
        await using var owner = await OwnAsync("newest");
        await owner.CommitAsync(Sample.After(owner, "newest", 0, 5), Sample.NoPositions, Token);
        await owner.SaveAsync(Snapshot(3, 3), Token);
        await owner.SaveAsync(Snapshot(5, 5), Token);
        await owner.SaveAsync(Snapshot(4, 4), Token);

        Assert.Equal(5, (await _store.SnapshotAsync("newest", Token))!.Position);
    }

    [Fact]
    public async Task A_snapshot_beyond_the_head_is_not_kept_and_costs_no_ownership_when_it_is_right_again()
    {
        await using var owner = await OwnAsync("ahead");
        await owner.CommitAsync(Sample.After(owner, "ahead", 0, 1), Sample.NoPositions, Token);
        await LostAsync(() => owner.SaveAsync(Snapshot(2, 2), Token));
        Assert.Null(await _store.SnapshotAsync("ahead", Token));

        await owner.CommitAsync(Sample.After(owner, "ahead", 1, 1), Sample.NoPositions, Token);
        await owner.SaveAsync(Snapshot(2, 2), Token);
        Assert.Equal(2, (await _store.SnapshotAsync("ahead", Token))!.Position);
    }

    [Fact]
    public async Task A_former_owner_keeps_no_snapshot()
    {
        await using var old = await OwnAsync("outlived");
        await CommitAsync(old, Sample.Event(old, "outlived", 1, "thing", 1));
        var standby = fixture.Open(Sample.Catalog).OwnAsync("outlived", Token);
        await fixture.EndSessionAsync("outlived", Token);
        await using var next = await standby.WaitAsync(Patience, Token);

        await LostAsync(() => old.SaveAsync(Snapshot(1, 1), Token));
        Assert.Null(await _store.SnapshotAsync("outlived", Token));
        await next.SaveAsync(Snapshot(1, 1), Token);
        Assert.Equal(1, (await _store.SnapshotAsync("outlived", Token))!.Position);
    }

    private static LogSnapshot Snapshot(long position, params byte[] data) => new(position, "a shape", data);
}
