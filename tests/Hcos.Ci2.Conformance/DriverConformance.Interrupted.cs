using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task An_ensure_that_is_interrupted_anywhere_converges(Interruption interruption)
    {
        foreach (var server in new[] { _fixture.BareServer, _fixture.ServerWithImage })
        {
            foreach (var point in _fixture.CutPoints)
            {
                var before = await InventoryAsync();
                var spec = New(server);
                var outcome = await InterruptAsync(interruption, point, token => Driver.EnsureAsync(spec, token));
                await CheckAsync(outcome, interruption, point, before);

                var made = await Driver.EnsureAsync(spec, Token);
                Assert.Equal(ResourceState.Stopped, made.State);
                Assert.Equal(Driver.KeyOf(spec), made.Key);
                Assert.Single(await IdsAsync(ResourceKind.Server), id => id == made.Key.NativeId);
                Assert.Equal(Text(made), Text(await Driver.EnsureAsync(spec, Token)));
                await Driver.DeleteAsync(made.Key, Token);
                Assert.Equal(before, await InventoryAsync());
            }
        }
    }

    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task What_an_interrupted_ensure_left_half_made_can_be_deleted(Interruption interruption)
    {
        foreach (var point in _fixture.CutPoints)
        {
            var before = await InventoryAsync();
            var spec = New(_fixture.ServerWithImage);
            await InterruptAsync(interruption, point, token => Driver.EnsureAsync(spec, token));
            await Driver.DeleteAsync(Driver.KeyOf(spec), Token);

            Assert.Null(await Driver.ReadAsync(Driver.KeyOf(spec), Token));
            Assert.Equal(before, await InventoryAsync());
        }
    }

    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task A_delete_that_is_interrupted_anywhere_converges(Interruption interruption)
    {
        foreach (var point in _fixture.CutPoints)
        {
            var before = await InventoryAsync();
            var key = await EnsuredAsync(_fixture.ServerWithImage);
            var full = await InventoryAsync();
            var outcome = await InterruptAsync(interruption, point, token => Driver.DeleteAsync(key, token));
            await CheckAsync(outcome, interruption, point, full);
            await Driver.DeleteAsync(key, Token);

            Assert.Equal(before, await InventoryAsync());
        }
    }

    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task A_start_that_is_interrupted_anywhere_converges(Interruption interruption)
    {
        if (!Declares(DriverAbility.Power))
        {
            Assert.False(Driver is IPowerDriver);
            return;
        }

        foreach (var point in _fixture.StartCutPoints)
        {
            var key = await EnsuredAsync(_fixture.BareServer);
            var outcome = await InterruptAsync(
                interruption, point, token => Power.PowerAsync(key, PowerAction.Start, token));
            if (SurelyNothing(outcome))
            {
                Assert.Equal(ResourceState.Stopped, await StateAsync(key));
            }

            await CheckAsync(outcome, interruption, point, null);
            Assert.Equal(ResourceState.Running, (await Power.PowerAsync(key, PowerAction.Start, Token)).State);
            await Driver.DeleteAsync(key, Token);
        }
    }

    [Fact]
    public async Task A_listing_or_read_that_is_cut_off_fails_and_never_ends_quietly()
    {
        var key = await EnsuredAsync(_fixture.BareServer);
        await EnsuredAsync(_fixture.BareServer);
        var whole = await IdsAsync(ResourceKind.Server);
        foreach (var point in _fixture.CutPoints)
        {
            var seen = new List<string>();
            var listing = await InterruptAsync(
                Interruption.CutOff,
                point,
                async token =>
                {
                    await foreach (var item in Driver.ListAsync(ResourceKind.Server, token))
                    {
                        seen.Add(item.Key.NativeId);
                    }
                });
            Assert.True(
                listing.Failure == DriverFailure.Unavailable
                || (listing.Well && whole.SequenceEqual(seen.Order(StringComparer.Ordinal))),
                $"cut at {point}: {listing}");
            var read = await InterruptAsync(Interruption.CutOff, point, token => Driver.ReadAsync(key, token));
            Assert.True(read.Well || read.Failure == DriverFailure.Unavailable, $"cut at {point}: {read}");
        }
    }

    [Fact]
    public async Task While_cut_off_every_call_is_unavailable_and_afterwards_all_is_well()
    {
        var before = await InventoryAsync();
        var spec = New(_fixture.BareServer);
        Wire.CutOff();
        await FailsAsync(DriverFailure.Unavailable, () => Driver.ProbeAsync(Token));
        await FailsAsync(DriverFailure.Unavailable, () => ListedAsync(ResourceKind.Server));
        await FailsAsync(DriverFailure.Unavailable, () => Driver.ReadAsync(Driver.KeyOf(spec), Token));
        await FailsAsync(DriverFailure.Unavailable, () => Driver.EnsureAsync(spec, Token));
        await FailsAsync(DriverFailure.Unavailable, () => Driver.DeleteAsync(Driver.KeyOf(spec), Token));
        if (Declares(DriverAbility.Power))
        {
            await FailsAsync(
                DriverFailure.Unavailable, () => Power.PowerAsync(Driver.KeyOf(spec), PowerAction.Start, Token));
        }

        foreach (var call in LaterCalls(Driver.KeyOf(spec), Token))
        {
            await FailsAsync(DriverFailure.Unavailable, call);
        }

        Wire.Restore();
        Assert.Equal(before, await InventoryAsync());
        Assert.Equal(spec.Name, (await Driver.EnsureAsync(spec, Token)).Name);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_is_cancelled_and_changes_nothing()
    {
        var key = await EnsuredAsync(_fixture.BareServer);
        var before = await InventoryAsync();
        var gone = new CancellationToken(canceled: true);
        List<Func<Task>> calls =
        [
            () => Driver.ProbeAsync(gone),
            async () => await Driver.ListAsync(ResourceKind.Server, gone).GetAsyncEnumerator(gone).MoveNextAsync(),
            () => Driver.ReadAsync(key, gone),
            () => Driver.EnsureAsync(New(_fixture.BareServer), gone),
            () => Driver.DeleteAsync(key, gone),
        ];
        if (Declares(DriverAbility.Power))
        {
            calls.Add(() => Power.PowerAsync(key, PowerAction.Start, gone));
        }

        calls.AddRange(LaterCalls(key, gone));
        foreach (var call in calls)
        {
            Assert.True((await OutcomeAsync(call)).Cancelled);
        }

        Assert.Equal(before, await InventoryAsync());
        Assert.Equal(ResourceState.Stopped, await StateAsync(key));
    }

    /// <summary>What can be done to a server later, as far as the driver can do it.</summary>
    private List<Func<Task>> LaterCalls(ResourceKey key, CancellationToken token)
    {
        var size = _fixture.LargerSize with { DiskBytes = 0 };
        var snapshot = NewSnapshot("later");
        List<Func<Task>> calls = [];
        if (Declares(DriverAbility.Resize)) calls.Add(() => Resizing.ResizeAsync(key, size, token));
        if (Declares(DriverAbility.Launch)) calls.Add(() => Launching.LaunchAsync(New(_fixture.BareServer), token));
        if (Declares(DriverAbility.Metrics)) calls.Add(() => Metrics.ReadUsageAsync(key, token));
        if (Declares(DriverAbility.Console)) calls.Add(() => Consoles.ReadConsoleAsync(key, 1, token));
        if (Declares(DriverAbility.Snapshots))
        {
            calls.Add(() => Snapshots.SnapshotAsync(key, snapshot, token));
            calls.Add(() => Snapshots.RevertAsync(key, snapshot.Id, size, token));
            calls.Add(() => Snapshots.DeleteSnapshotAsync(key, snapshot.Id, token));
        }

        return calls;
    }

    private static bool SurelyNothing(Outcome outcome) =>
        outcome.Cancelled || outcome.Failure == DriverFailure.Unavailable;

    /// <summary>Makes a call, interrupts it at a passage, and makes the wire whole again.</summary>
    private async Task<Outcome> InterruptAsync(
        Interruption interruption, int point, Func<CancellationToken, Task> call)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Wire.At(point, interruption == Interruption.CutOff ? Wire.CutOff : cancel.Cancel);
        var outcome = await OutcomeAsync(() => call(cancel.Token));
        Wire.Restore();
        return outcome;
    }

    /// <summary>A changing call ends well, uncertain, or surely without effect; the last is looked after.</summary>
    private async Task CheckAsync(Outcome outcome, Interruption interruption, int point, string[]? before)
    {
        Assert.True(
            outcome.Well || outcome.Failure == DriverFailure.Uncertain
            || (interruption == Interruption.CutOff ? outcome.Failure == DriverFailure.Unavailable : outcome.Cancelled),
            $"{interruption} at {point}: {outcome}");
        if (SurelyNothing(outcome) && before is not null)
        {
            Assert.Equal(before, await InventoryAsync());
        }
    }
}
