using Hcos.Ci2.Drivers.HyperV;
using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>Snapshots as checkpoints: each request answered wrongly, and somebody else who takes some, too.</summary>
public sealed class HyperVSnapshotTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Interference> Interferences => [.. Enum.GetValues<Interference>()];

    [Theory]
    [MemberData(nameof(Interferences))]
    public async Task A_snapshot_that_is_repeated_after_any_wrong_answer_is_there_once(Interference what)
    {
        await using var world = await HyperVWorld.StartAsync();
        var snapshots = (ISnapshotDriver)world.Driver;
        var key = (await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token)).Key;
        var number = 0;
        foreach (var verb in new[] { "CreateSnapshot", "ModifySystemSettings", "Enumerate", "Get" })
        {
            var snapshot = Snapshot(++number);
            await WronglyAsync(world, verb, what, () => snapshots.SnapshotAsync(key, snapshot, Token));
            var taken = await snapshots.SnapshotAsync(key, snapshot, Token);
            Assert.Equal([Facts(snapshot)], taken.Server!.Snapshots);

            await WronglyAsync(
                world, "DestroySnapshot", what, () => snapshots.DeleteSnapshotAsync(key, snapshot.Id, Token));
            await snapshots.DeleteSnapshotAsync(key, snapshot.Id, Token);
            Assert.Empty((await world.Driver.ReadAsync(key, Token))!.Server!.Snapshots!);
            Assert.Equal(2, world.Endpoint.Outside.Disks.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Interferences))]
    public async Task A_revert_that_is_repeated_after_any_wrong_answer_restores_the_disk_and_keeps_the_size(
        Interference what)
    {
        await using var world = await HyperVWorld.StartAsync();
        var snapshots = (ISnapshotDriver)world.Driver;
        var made = await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token);
        var machine = Assert.Single(world.Endpoint.Outside.Machines);
        var snapshot = Snapshot(1);
        world.Endpoint.Outside.WriteDisk(machine, 'a');
        await snapshots.SnapshotAsync(made.Key, snapshot, Token);
        var size = new ServerSize(made.Server!.Vcpus + 1, made.Server.MemoryBytes * 2);
        await ((IResizeDriver)world.Driver).ResizeAsync(made.Key, size, Token);
        foreach (var verb in new[] { "ApplySnapshot", "ModifySystemSettings", "ModifyResourceSettings", "Enumerate" })
        {
            world.Endpoint.Outside.WriteDisk(machine, 'b');
            await WronglyAsync(world, verb, what, () => snapshots.RevertAsync(made.Key, snapshot.Id, size, Token));
            var back = await snapshots.RevertAsync(made.Key, snapshot.Id, size, Token);
            Assert.Equal('a', world.Endpoint.Outside.ReadDisk(machine));
            Assert.Equal((size.Vcpus, size.MemoryBytes), (back.Server!.Vcpus, back.Server.MemoryBytes));
            Assert.Equal((made.Name, made.MadeFor), (back.Name, back.MadeFor));
            Assert.Equal(made.Server.Networks, back.Server.Networks);
        }
    }

    [Fact]
    public async Task A_network_that_a_server_got_since_is_kept_when_it_goes_back()
    {
        await using var world = await HyperVWorld.StartAsync();
        var snapshots = (ISnapshotDriver)world.Driver;
        var spec = HyperVWorld.Spec(1);
        var without = spec with { Server = spec.Server! with { Network = null } };
        var made = await world.Driver.EnsureAsync(without, Token);
        await snapshots.SnapshotAsync(made.Key, Snapshot(1), Token);
        var connected = await world.Driver.EnsureAsync(spec, Token);
        var size = new ServerSize(made.Server!.Vcpus, made.Server.MemoryBytes);

        var back = await snapshots.RevertAsync(made.Key, Snapshot(1).Id, size, Token);

        Assert.Equal(["default"], connected.Server!.Networks);
        Assert.Equal(["default"], back.Server!.Networks);
    }

    [Fact]
    public async Task Files_of_snapshots_go_with_the_server()
    {
        await using var world = await HyperVWorld.StartAsync();
        var key = (await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token)).Key;
        await ((ISnapshotDriver)world.Driver).SnapshotAsync(key, Snapshot(1), Token);
        await ((ISnapshotDriver)world.Driver).SnapshotAsync(key, Snapshot(2), Token);
        Assert.Equal(4, world.Endpoint.Outside.Disks.Count);

        await world.Driver.DeleteAsync(key, Token);

        Assert.EndsWith("hcos-guest.vhdx", Assert.Single(world.Endpoint.Outside.Disks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_has_snapshots_keeps_its_size()
    {
        await using var world = await HyperVWorld.StartAsync();
        var made = await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token);
        await ((ISnapshotDriver)world.Driver).SnapshotAsync(made.Key, Snapshot(1), Token);
        var larger = new ServerSize(made.Server!.Vcpus, made.Server.MemoryBytes, 4L << 30);

        var refused = await Assert.ThrowsAsync<DriverException>(
            () => ((IResizeDriver)world.Driver).ResizeAsync(made.Key, larger, Token));

        Assert.Equal(DriverFailure.Conflict, refused.Failure);
        Assert.Contains("delete them first", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_that_somebody_else_took_is_shown_by_its_name_and_is_not_ours()
    {
        await using var world = await HyperVWorld.StartAsync();
        var snapshots = (ISnapshotDriver)world.Driver;
        var key = (await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token)).Key;
        world.Endpoint.Outside.Keep(Assert.Single(world.Endpoint.Outside.Machines));
        var shown = Assert.Single((await world.Driver.ReadAsync(key, Token))!.Server!.Snapshots!);
        Assert.StartsWith("server-1 - (", shown.Name, StringComparison.Ordinal);
        Assert.Null(shown.Id);

        await snapshots.SnapshotAsync(key, Snapshot(1), Token);
        await snapshots.DeleteSnapshotAsync(key, Snapshot(1).Id, Token);

        Assert.Equal([shown], (await world.Driver.ReadAsync(key, Token))!.Server!.Snapshots);
    }

    [Fact]
    public async Task A_second_checkpoint_that_an_order_made_late_is_removed_before_anybody_is_told_done()
    {
        await using var world = await HyperVWorld.StartAsync();
        var snapshots = (ISnapshotDriver)world.Driver;
        var made = await world.Driver.EnsureAsync(HyperVWorld.Spec(1), Token);
        var machine = Assert.Single(world.Endpoint.Outside.Machines);
        world.Endpoint.Outside.WriteDisk(machine, 'a');
        await snapshots.SnapshotAsync(made.Key, Snapshot(1), Token);
        world.Endpoint.Outside.WriteDisk(machine, 'b');
        world.Endpoint.Outside.Keep(machine, $"{new SnapshotMark(Snapshot(1).Id, Snapshot(1).Name)}");
        Assert.Equal(4, world.Endpoint.Outside.Disks.Count);

        var again = await snapshots.SnapshotAsync(made.Key, Snapshot(1), Token);

        Assert.Equal([Facts(Snapshot(1))], again.Server!.Snapshots);
        Assert.Equal(3, world.Endpoint.Outside.Disks.Count);
        Assert.Equal('b', world.Endpoint.Outside.ReadDisk(machine));
        await snapshots.RevertAsync(made.Key, Snapshot(1).Id, new(2, 128 << 20), Token);
        Assert.Equal('a', world.Endpoint.Outside.ReadDisk(machine));
    }

    [Fact]
    public void Notes_of_other_people_are_kept_when_our_line_goes()
    {
        string[] notes = ["call Ann before reboot", "hcos-server 00000001-0007-0007-0707-070707070707"];
        var mark = new SnapshotMark(Snapshot(1).Id, "before");

        Assert.Equal(notes, SnapshotMark.Without([.. notes, $"{mark}"]));
        Assert.Equal(["first\nlast"], SnapshotMark.Without([$"first\n{mark}\nlast"]).Select(WithoutEmptyLines));
        Assert.Equal(mark, SnapshotMark.In([$"first\r\n{mark}\r\nlast"]));
        Assert.Null(SnapshotMark.In(notes));
    }

    [Theory]
    [InlineData(@"C:\D\web.vhdx", @"C:\D\web.vhdx")]
    [InlineData(@"C:\D\web_0A1B2C3D-0000-1111-2222-333344445555.avhdx", @"C:\D\web.vhdx")]
    [InlineData(
        @"C:\D\w_0A1B2C3D-0000-1111-2222-333344445555_0A1B2C3D-0000-1111-2222-333344445556.avhdx", @"C:\D\w.vhdx")]
    [InlineData(@"C:\D\web_old.avhdx", @"C:\D\web_old.avhdx")]
    public void A_disk_is_named_by_the_file_that_it_began_with(string path, string first) =>
        Assert.Equal(first, DiskFiles.First(path));

    private static string WithoutEmptyLines(string text) =>
        string.Join('\n', text.Split('\n').Where(line => line.Length > 0));

    private static SnapshotSpec Snapshot(int number) =>
        new(new(new Guid(number, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)), $"snapshot-{number}");

    private static SnapshotFacts Facts(SnapshotSpec snapshot) => new(snapshot.Name, snapshot.Id);

    private static async Task WronglyAsync(HyperVWorld world, string verb, Interference what, Func<Task> call)
    {
        var failure = await world.InterferedAsync(verb, what, call);
        Assert.True(HyperVWorld.IsAllowed(failure), $"{what} of {verb}: {failure}");
    }
}
