using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    [Fact]
    public async Task A_server_is_made_stopped_and_as_the_spec_says()
    {
        foreach (var server in new[] { _fixture.BareServer, _fixture.ServerWithImage })
        {
            var spec = New(server);
            var made = await Driver.EnsureAsync(spec, Token);

            Assert.Equal(ResourceState.Stopped, made.State);
            Assert.Equal(spec.Name, made.Name);
            Assert.Equal(server.Vcpus, made.Server!.Vcpus);
            Assert.Equal(server.MemoryBytes, made.Server.MemoryBytes);
            Assert.Equal(server.Network is null ? [] : [server.Network], made.Server.Networks);
            Assert.Equal(server.Image is null, made.Server.Volumes.Count == 0);
        }
    }

    [Fact]
    public async Task Ensuring_again_yields_the_same_object_and_changes_nothing()
    {
        foreach (var server in new[] { _fixture.BareServer, _fixture.ServerWithImage })
        {
            var spec = New(server);
            var first = await Driver.EnsureAsync(spec, Token);
            var before = await InventoryAsync();
            var second = await Driver.EnsureAsync(spec, Token);

            Assert.Equal(Text(first), Text(second));
            Assert.Equal(before, await InventoryAsync());
        }
    }

    [Fact]
    public async Task Ensuring_never_starts_and_never_stops_a_server()
    {
        ResourceState[] states = [ResourceState.Stopped];
        states = Declares(DriverAbility.Power) ? [.. states, ResourceState.Running] : states;
        states = Declares(DriverAbility.Pause) ? [.. states, ResourceState.Paused] : states;
        states = Declares(DriverAbility.Suspend) ? [.. states, ResourceState.Suspended] : states;
        foreach (var state in states)
        {
            var spec = New(_fixture.BareServer);
            await Driver.EnsureAsync(spec, Token);
            await BringToAsync(Driver.KeyOf(spec), state);
            var again = await Driver.EnsureAsync(spec, Token);

            Assert.Equal(state, again.State);
            Assert.Equal(state, await StateAsync(again.Key));
        }
    }

    [Fact]
    public async Task Ensuring_a_stopped_server_with_other_sizes_converges_it_and_keeps_its_disks()
    {
        var spec = New(_fixture.ServerWithImage);
        var first = await Driver.EnsureAsync(spec, Token);
        var before = await InventoryAsync();
        var bigger = spec with
        {
            Server = spec.Server! with { Vcpus = spec.Server.Vcpus + 1, MemoryBytes = spec.Server.MemoryBytes * 2 },
        };
        var second = await Driver.EnsureAsync(bigger, Token);

        Assert.Equal(first.Key, second.Key);
        Assert.Equal(bigger.Server.Vcpus, second.Server!.Vcpus);
        Assert.Equal(bigger.Server.MemoryBytes, second.Server.MemoryBytes);
        Assert.Equal(first.Server!.Volumes, second.Server.Volumes);
        Assert.Equal(before, await InventoryAsync());
    }

    [Fact]
    public async Task What_is_not_there_is_missing_and_nothing_is_left_behind()
    {
        var before = await InventoryAsync();
        var server = _fixture.ServerWithImage;
        foreach (var lacking in new[]
        {
            server with { Image = "no-such-image" },
            server with { Network = "no-such-network" },
            server with { Host = "no-such-host" },
        })
        {
            await FailsAsync(DriverFailure.Missing, () => Driver.EnsureAsync(New(lacking), Token));
        }

        Assert.Equal(before, await InventoryAsync());
    }

    [Fact]
    public async Task The_name_of_somebody_elses_server_is_a_conflict_and_nothing_is_left_behind()
    {
        var spec = New(_fixture.ServerWithImage);
        var foreign = await ForeignAsync(spec.Name);
        var before = await InventoryAsync();
        var shown = Text(await Driver.ReadAsync(foreign, Token));

        await FailsAsync(DriverFailure.Conflict, () => Driver.EnsureAsync(spec, Token));

        Assert.Equal(before, await InventoryAsync());
        Assert.Equal(shown, Text(await Driver.ReadAsync(foreign, Token)));
    }

    [Fact]
    public async Task What_cannot_be_is_invalid_and_nothing_is_left_behind()
    {
        var before = await InventoryAsync();
        var server = _fixture.ServerWithImage;
        var good = New(server);
        foreach (var wrong in new[]
        {
            good with { Name = "$(reboot)" },
            good with { Name = new string('x', 10_000) },
            good with { Name = string.Empty },
            good with { Server = server with { Vcpus = 0 } },
            good with { Server = server with { Vcpus = 10_000 } },
            good with { Server = server with { MemoryBytes = -1 } },
            good with { Server = server with { DiskBytes = -1 } },
            good with { Server = server with { DiskBytes = 1 } },
            good with { Server = null },
        })
        {
            await FailsAsync(DriverFailure.Invalid, () => Driver.EnsureAsync(wrong, Token));
        }

        Assert.Equal(before, await InventoryAsync());
    }

    [Fact]
    public async Task A_kind_that_is_not_declared_cannot_be_ensured_or_deleted()
    {
        var spec = _fixture.Spec(_fixture.BareServer);
        var undeclared = Enum.GetValues<ResourceKind>().Except(Driver.Capabilities.Ensures);
        foreach (var kind in undeclared)
        {
            await FailsAsync(DriverFailure.Invalid, () => Driver.EnsureAsync(spec with { Kind = kind }, Token));
            if (kind != ResourceKind.Image || !Declares(DriverAbility.Images))
            {
                await FailsAsync(DriverFailure.Invalid, () => Driver.DeleteAsync(new(kind, "any"), Token));
            }
        }
    }

    [Fact]
    public async Task Different_objects_can_be_made_and_removed_in_parallel()
    {
        var before = await InventoryAsync();
        ResourceSpec[] specs = [.. Enumerable.Range(0, 8).Select(_ => New(_fixture.ServerWithImage))];

        var made = await Task.WhenAll(specs.Select(spec => Driver.EnsureAsync(spec, Token)));
        Assert.Equal(specs.Select(spec => spec.Name), made.Select(item => item.Name));
        var listed = await IdsAsync(ResourceKind.Server);
        Assert.All(made, item => Assert.Contains(item.Key.NativeId, listed));

        await Task.WhenAll(made.Select(item => Driver.DeleteAsync(item.Key, Token)));
        Assert.Equal(before, await InventoryAsync());
    }

    private async Task BringToAsync(ResourceKey key, ResourceState state)
    {
        if (state != ResourceState.Stopped)
        {
            await Power.PowerAsync(key, PowerAction.Start, Token);
        }

        if (state == ResourceState.Paused)
        {
            await Power.PowerAsync(key, PowerAction.Pause, Token);
        }

        if (state == ResourceState.Suspended)
        {
            await Power.PowerAsync(key, PowerAction.Suspend, Token);
        }
    }
}
