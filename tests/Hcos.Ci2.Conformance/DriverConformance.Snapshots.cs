using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    private ISnapshotDriver Snapshots => Assert.IsAssignableFrom<ISnapshotDriver>(Driver);

    [Fact]
    public async Task A_snapshot_is_shown_and_taking_it_again_changes_nothing()
    {
        if (Lacks<ISnapshotDriver>(DriverAbility.Snapshots)) return;
        var made = await Driver.EnsureAsync(New(_fixture.ServerWithImage), Token);
        Assert.Empty(made.Server!.Snapshots!);
        var before = await InventoryAsync();
        var second = NewSnapshot("second");
        var first = NewSnapshot("first");
        await Snapshots.SnapshotAsync(made.Key, second, Token);
        var taken = await Snapshots.SnapshotAsync(made.Key, first, Token);
        var again = await Snapshots.SnapshotAsync(made.Key, first, Token);

        Assert.Equal([Facts(first), Facts(second)], taken.Server!.Snapshots);
        Assert.Equal((made.Key, made.Name, made.State), (taken.Key, taken.Name, taken.State));
        Assert.Equal(made.Server.Volumes, taken.Server.Volumes);
        Assert.Equal(Text(taken), Text(again));
        Assert.Equal(Text(taken), Text(await Driver.ReadAsync(made.Key, Token)));
        Assert.Equal(before, await InventoryAsync());
    }

    [Fact]
    public async Task Going_back_restores_what_the_disk_said_and_nothing_else()
    {
        if (Lacks<ISnapshotDriver>(DriverAbility.Snapshots)) return;
        var made = await Driver.EnsureAsync(New(_fixture.ServerWithImage), Token);
        var size = new ServerSize(made.Server!.Vcpus, made.Server.MemoryBytes);
        var isReachable = await _fixture.WriteDiskBehindAsync(made.Key, 'a', Token);
        var first = NewSnapshot("first");
        var second = NewSnapshot("second");
        await Snapshots.SnapshotAsync(made.Key, first, Token);
        await _fixture.WriteDiskBehindAsync(made.Key, 'b', Token);
        var taken = await Snapshots.SnapshotAsync(made.Key, second, Token);
        await _fixture.WriteDiskBehindAsync(made.Key, 'c', Token);

        await GoesBackAsync(first, 'a');
        await GoesBackAsync(second, 'b');
        await GoesBackAsync(first, 'a');

        async Task GoesBackAsync(SnapshotSpec snapshot, char says)
        {
            var back = await Snapshots.RevertAsync(made.Key, snapshot.Id, size, Token);
            Assert.Equal(Core(taken), Core(back));
            Assert.Equal(Core(back), Core(await Snapshots.RevertAsync(made.Key, snapshot.Id, size, Token)));
            if (isReachable) Assert.Equal(says, await _fixture.ReadDiskBehindAsync(made.Key, Token));
        }
    }

    [Fact]
    public async Task Going_back_keeps_the_size_of_the_server()
    {
        if (Lacks<ISnapshotDriver>(DriverAbility.Snapshots) || !Declares(DriverAbility.Resize)) return;
        var size = _fixture.LargerSize with { DiskBytes = 0 };
        var key = await EnsuredAsync(_fixture.ServerWithImage);
        var snapshot = NewSnapshot("small");
        await Snapshots.SnapshotAsync(key, snapshot, Token);
        var larger = await Resizing.ResizeAsync(key, size, Token);
        var back = await Snapshots.RevertAsync(key, snapshot.Id, size, Token);

        Assert.Equal(Core(larger), Core(back));
        Assert.Equal((size.Vcpus, size.MemoryBytes), (back.Server!.Vcpus, back.Server.MemoryBytes));
    }

    [Fact]
    public async Task What_cannot_be_kept_or_gone_back_to_is_refused_and_nothing_changes()
    {
        if (Lacks<ISnapshotDriver>(DriverAbility.Snapshots)) return;
        var key = await EnsuredAsync(_fixture.ServerWithImage);
        var size = new ServerSize(_fixture.ServerWithImage.Vcpus, _fixture.ServerWithImage.MemoryBytes);
        var taken = NewSnapshot("taken");
        var shown = Text(await Snapshots.SnapshotAsync(key, taken, Token));
        var nobody = Driver.KeyOf(_fixture.Spec(_fixture.BareServer));

        await FailsAsync(DriverFailure.Missing, () => Snapshots.SnapshotAsync(nobody, taken, Token));
        await FailsAsync(DriverFailure.Missing, () => Snapshots.RevertAsync(nobody, taken.Id, size, Token));
        await FailsAsync(
            DriverFailure.Missing, () => Snapshots.RevertAsync(key, NewSnapshot("other").Id, size, Token));
        await FailsAsync(DriverFailure.Conflict, () => Snapshots.SnapshotAsync(key, NewSnapshot("taken"), Token));
        await FailsAsync(DriverFailure.Invalid, () => Snapshots.SnapshotAsync(key, NewSnapshot("$(rm)"), Token));
        Assert.Equal(shown, Text(await Driver.ReadAsync(key, Token)));

        var bare = await Driver.EnsureAsync(New(_fixture.BareServer), Token);
        if (bare.Server!.Volumes.Count > 0 || _fixture.BareServer.Image is not null) return;
        await FailsAsync(
            DriverFailure.Invalid, () => Snapshots.SnapshotAsync(bare.Key, NewSnapshot("bare"), Token));
    }

    [Fact]
    public async Task A_running_server_is_neither_kept_nor_taken_back()
    {
        if (Lacks<ISnapshotDriver>(DriverAbility.Snapshots) || !Declares(DriverAbility.Power)) return;
        var key = await EnsuredAsync(_fixture.ServerWithImage);
        var size = new ServerSize(_fixture.ServerWithImage.Vcpus, _fixture.ServerWithImage.MemoryBytes);
        var taken = NewSnapshot("taken");
        await Snapshots.SnapshotAsync(key, taken, Token);
        await BringToAsync(key, ResourceState.Running);

        await FailsAsync(DriverFailure.Conflict, () => Snapshots.SnapshotAsync(key, NewSnapshot("other"), Token));
        await FailsAsync(DriverFailure.Conflict, () => Snapshots.RevertAsync(key, taken.Id, size, Token));
        var again = await Snapshots.SnapshotAsync(key, taken, Token);
        Assert.Equal(ResourceState.Running, again.State);
        Assert.Equal([Facts(taken)], again.Server!.Snapshots);
    }

    [Fact]
    public async Task A_snapshot_can_be_removed_and_goes_with_its_server()
    {
        if (Lacks<ISnapshotDriver>(DriverAbility.Snapshots)) return;
        var before = await EverythingAsync();
        var spec = New(_fixture.ServerWithImage);
        var key = (await Driver.EnsureAsync(spec, Token)).Key;
        var stays = NewSnapshot("stays");
        var goes = NewSnapshot("goes");
        await Snapshots.SnapshotAsync(key, stays, Token);
        await Snapshots.SnapshotAsync(key, goes, Token);
        await Snapshots.DeleteSnapshotAsync(key, goes.Id, Token);
        await Snapshots.DeleteSnapshotAsync(key, goes.Id, Token);
        Assert.Equal([Facts(stays)], (await Driver.ReadAsync(key, Token))!.Server!.Snapshots);

        await Driver.DeleteAsync(key, Token);
        await Snapshots.DeleteSnapshotAsync(key, stays.Id, Token);
        Assert.Equal(before, await EverythingAsync());
        Assert.Empty((await Driver.EnsureAsync(spec, Token)).Server!.Snapshots!);
    }

    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task A_snapshot_that_is_interrupted_anywhere_converges(Interruption interruption)
    {
        if (Lacks<ISnapshotDriver>(DriverAbility.Snapshots)) return;
        var key = await EnsuredAsync(_fixture.ServerWithImage);
        var before = await InventoryAsync();
        foreach (var point in _fixture.CutPoints)
        {
            var snapshot = NewSnapshot("cut");
            var outcome = await InterruptAsync(
                interruption, point, token => Snapshots.SnapshotAsync(key, snapshot, token));
            await CheckAsync(outcome, interruption, point, before);
            if (SurelyNothing(outcome)) Assert.Empty((await Driver.ReadAsync(key, Token))!.Server!.Snapshots!);
            var taken = await Snapshots.SnapshotAsync(key, snapshot, Token);
            Assert.Equal([Facts(snapshot)], taken.Server!.Snapshots);

            outcome = await InterruptAsync(
                interruption, point, token => Snapshots.DeleteSnapshotAsync(key, snapshot.Id, token));
            await CheckAsync(outcome, interruption, point, before);
            await Snapshots.DeleteSnapshotAsync(key, snapshot.Id, Token);
            Assert.Empty((await Driver.ReadAsync(key, Token))!.Server!.Snapshots!);
        }
    }

    [Theory]
    [InlineData(Interruption.CutOff)]
    [InlineData(Interruption.Cancel)]
    public async Task A_revert_that_is_interrupted_anywhere_converges(Interruption interruption)
    {
        if (Lacks<ISnapshotDriver>(DriverAbility.Snapshots)) return;
        var made = await Driver.EnsureAsync(New(_fixture.ServerWithImage), Token);
        var size = new ServerSize(made.Server!.Vcpus, made.Server.MemoryBytes);
        var snapshot = NewSnapshot("kept");
        await _fixture.WriteDiskBehindAsync(made.Key, 'a', Token);
        var taken = await Snapshots.SnapshotAsync(made.Key, snapshot, Token);
        var before = await InventoryAsync();
        foreach (var point in _fixture.CutPoints)
        {
            var isReachable = await _fixture.WriteDiskBehindAsync(made.Key, 'b', Token);
            var outcome = await InterruptAsync(
                interruption, point, token => Snapshots.RevertAsync(made.Key, snapshot.Id, size, token));
            await CheckAsync(outcome, interruption, point, before);
            if (isReachable && SurelyNothing(outcome))
            {
                Assert.Equal('b', await _fixture.ReadDiskBehindAsync(made.Key, Token));
            }

            Assert.Equal(Core(taken), Core(await Snapshots.RevertAsync(made.Key, snapshot.Id, size, Token)));
            if (isReachable) Assert.Equal('a', await _fixture.ReadDiskBehindAsync(made.Key, Token));
        }
    }

    /// <summary>All but the native part, where a platform may say when it was changed last and from what.</summary>
    private static string Core(ResourceObject item) => Text(item with { Native = null });

    private static SnapshotFacts Facts(SnapshotSpec snapshot) => new(snapshot.Name, snapshot.Id);

    private static SnapshotSpec NewSnapshot(string name)
    {
        var id = new byte[16];
        System.Security.Cryptography.RandomNumberGenerator.Fill(id);
        return new(new(new Guid(id)), name);
    }

    /// <summary>Images too: a platform may keep snapshots as such.</summary>
    private async Task<string[]> EverythingAsync() =>
        [.. await InventoryAsync(), .. await IdsAsync(ResourceKind.Image)];
}
