namespace Hcos.Kernel.Conformance.Events;

public abstract partial class EventStoreConformance<TFixture>
{
    [Fact]
    public async Task Every_ownership_has_the_next_epoch_and_begins_at_the_head()
    {
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            await using var owner = await OwnAsync("epochs");
            Assert.Equal(epoch, owner.Epoch);
            Assert.Equal(epoch - 1, owner.Head);
            await owner.VerifyAsync(Token);
            await CommitAsync(owner, Sample.Event(owner, "epochs", epoch, "thing", epoch));
        }

        Assert.Equal([1L, 2, 3], (await AllAsync("epochs")).Select(e => e.Epoch));
    }

    [Fact]
    public async Task Logs_are_owned_independently()
    {
        await using var one = await OwnAsync("one");
        await using var two = await OwnAsync("two");
        await CommitAsync(one, Sample.Event(one, "one", 1, "thing", 1));
        await CommitAsync(two, Sample.Event(two, "two", 1, "thing", 1));

        Assert.Equal("one", Assert.Single(await AllAsync("one")).Log);
        Assert.Equal("two", Assert.Single(await AllAsync("two")).Log);
    }

    [Fact]
    public async Task A_standby_waits_while_the_owner_works_and_takes_over_when_it_gives_up()
    {
        var owner = await OwnAsync("standby");
        var standby = fixture.Open(Sample.Catalog).OwnAsync("standby", Token);
        for (var i = 1; i <= 5; i++) await CommitAsync(owner, Sample.Event(owner, "standby", i, "thing", i));
        Assert.False(standby.IsCompleted);
        await owner.DisposeAsync();

        await using var next = await standby.WaitAsync(Patience, Token);
        Assert.Equal((owner.Epoch + 1, 5L), (next.Epoch, next.Head));
        await next.VerifyAsync(Token);
    }

    [Fact]
    public async Task Waiting_for_a_log_can_be_given_up_and_then_does_not_take_it()
    {
        var owner = await OwnAsync("waiting");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var standby = _store.OwnAsync("waiting", patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => standby.WaitAsync(Patience, Token));
        await owner.VerifyAsync(Token);
        await owner.DisposeAsync();

        await using var next = await OwnAsync("waiting");
        Assert.Equal(owner.Epoch + 1, next.Epoch);
    }

    [Fact]
    public async Task When_the_owners_session_is_ended_the_standby_takes_over_and_the_old_owner_is_fenced()
    {
        await using var old = await OwnAsync("fenced");
        await CommitAsync(old, Sample.Event(old, "fenced", 1, "thing", 1));
        var standby = fixture.Open(Sample.Catalog).OwnAsync("fenced", Token);
        await fixture.EndSessionAsync("fenced", Token);
        await using var next = await standby.WaitAsync(Patience, Token);

        await LostAsync(() => old.VerifyAsync(Token));
        await LostAsync(() => CommitAsync(old, Sample.Event(old, "fenced", 2, "old", 1)));
        await CommitAsync(next, Sample.Event(next, "fenced", 2, "new", 1));
        await LostAsync(() => CommitAsync(old, Sample.Event(old, "fenced", 3, "old", 1)));
        Assert.Equal(["thing", "new"], (await AllAsync("fenced")).Select(e => e.Stream));
    }

    [Fact]
    public async Task A_given_up_log_takes_no_more_commits()
    {
        var owner = await OwnAsync("given");
        await owner.DisposeAsync();
        await owner.DisposeAsync();

        await LostAsync(() => CommitAsync(owner, Sample.Event(owner, "given", 1, "thing", 1)));
        await LostAsync(() => owner.VerifyAsync(Token));
        Assert.Empty(await AllAsync("given"));
    }

    [Fact]
    public async Task An_owner_whose_wire_is_cut_has_lost_and_another_goes_on()
    {
        await using var wire = fixture.OpenHarmable(Sample.Catalog);
        await using var owner = await wire.Store.OwnAsync("cut", Token);
        await CommitAsync(owner, Sample.Event(owner, "cut", 1, "thing", 1));
        wire.Cut();

        await LostAsync(() => CommitAsync(owner, Sample.Event(owner, "cut", 2, "thing", 2)));
        await LostAsync(() => owner.VerifyAsync(Token));
        await using var next = await OwnAsync("cut");
        Assert.Equal((owner.Epoch + 1, 1L), (next.Epoch, next.Head));
    }

    [Fact]
    public async Task A_commit_without_an_answer_ends_the_ownership_although_it_may_have_happened()
    {
        await using var wire = fixture.OpenHarmable(Sample.Catalog);
        await using var owner = await wire.Store.OwnAsync("unanswered", Token);
        wire.LoseAnswers();
        var commit = CommitAsync(owner, Sample.Event(owner, "unanswered", 1, "thing", 1));
        await AppearsAsync("unanswered", 1);
        wire.Cut();

        await LostAsync(() => commit.WaitAsync(Patience, Token));
        await LostAsync(() => CommitAsync(owner, Sample.Event(owner, "unanswered", 2, "thing", 2)));
        await using var next = await OwnAsync("unanswered");
        Assert.Equal(1, next.Head);
        await CommitAsync(next, Sample.Event(next, "unanswered", 2, "other", 1));
    }

    [Fact]
    public async Task A_commit_that_is_given_up_while_it_runs_ends_the_ownership()
    {
        await using var wire = fixture.OpenHarmable(Sample.Catalog);
        await using var owner = await wire.Store.OwnAsync("impatient", Token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        wire.LoseAnswers();
        var commit = owner.CommitAsync(
            [Sample.Event(owner, "impatient", 1, "thing", 1)], Sample.NoPositions, patience.Token);
        await AppearsAsync("impatient", 1);
        await patience.CancelAsync();

        await LostAsync(() => commit.WaitAsync(Patience, Token));
        await LostAsync(() => owner.VerifyAsync(Token));
    }

    private async Task AppearsAsync(string log, int count)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Patience);
        while ((await Sample.AllAsync(_store, log, deadline.Token)).Count < count) await Task.Yield();
    }
}
