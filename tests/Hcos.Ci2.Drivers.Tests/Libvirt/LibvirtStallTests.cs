using Hcos.Ci2.Drivers.Tests.Libvirt.Moves;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

/// <summary>
/// Whatever can be done to a server that is there, with its connection closed or frozen at single messages: each one
/// until the daemon has acted, before and after, and some of those that only read how it came out. What conformance
/// shows of making, starting and removing is not repeated.
/// </summary>
[Collection(LibvirtTests.Name)]
[Trait("Needs", "libvirt")]
public sealed class LibvirtStallTests(LibvirtPeer peer, MovePeers others)
{
    // The eleventh asks for a change of execution and the twelfth tells that it was done; what is done to disks takes
    // some more. Starts and their ends take long: around the change, and some.
    private static readonly int[] OfExecution = [.. Enumerable.Range(1, 13), 24];
    private static readonly int[] OfStarts = [1, 6, .. Enumerable.Range(10, 5), 24];
    private static readonly int[] OfDisks = [.. Enumerable.Range(1, 19), 30];

    private static readonly TimeSpan AtWork = TimeSpan.FromMilliseconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private enum Trouble
    {
        /// <summary>The message does not arrive, and nobody answers for a while.</summary>
        Closed,

        /// <summary>The message arrives after its sender has given up.</summary>
        Frozen,

        /// <summary>The message arrives, and the connection is closed while the daemon is at it.</summary>
        Broken,
    }

    [Fact]
    public async Task A_change_of_execution_that_meets_trouble_at_any_message_is_done_once_when_it_is_repeated()
    {
        await using var wired = new LibvirtFixture(peer, others);
        var key = (await wired.Driver.EnsureAsync(Specs.Empty("stalls-1", "stalls-1"), Token)).Key;
        var power = (IPowerDriver)wired.Driver;
        foreach (var (action, from, to, messages) in new[]
        {
            (PowerAction.Start, ResourceState.Stopped, ResourceState.Running, OfStarts),
            (PowerAction.Pause, ResourceState.Running, ResourceState.Paused, OfExecution),
            (PowerAction.Resume, ResourceState.Paused, ResourceState.Running, OfExecution),
            (PowerAction.Shutdown, ResourceState.Running, ResourceState.Running, OfExecution),
            (PowerAction.Reset, ResourceState.Running, ResourceState.Running, OfExecution),
            (PowerAction.PowerOff, ResourceState.Running, ResourceState.Stopped, OfStarts),
        })
        {
            var change = new Change(
                $"{action}", from, messages, token => power.PowerAsync(key, action, token), done => done.State == to)
            {
                Prepare = () => BringAsync(power, key, from),
                IsSeen = from != to,
            };
            await MeetAsync(wired, key, change);
        }

        await wired.Driver.DeleteAsync(key, Token);
    }

    [Fact]
    public async Task A_change_of_size_or_disk_that_meets_trouble_at_any_message_is_done_once_when_it_is_repeated()
    {
        await using var wired = new LibvirtFixture(peer, others);
        var spec = Specs.Guest("stalls-2", "stalls-2");
        await wired.Driver.DeleteAsync(wired.Driver.KeyOf(spec), Token);
        var key = (await wired.Driver.EnsureAsync(spec, Token)).Key;
        await wired.WriteDiskBehindAsync(key, 'k', Token);
        foreach (var change in OfDisk(wired, key)) await MeetAsync(wired, key, change);
        await wired.Driver.DeleteAsync(key, Token);
    }

    private static IEnumerable<Change> OfDisk(LibvirtFixture wired, ResourceKey key)
    {
        var (resizing, snapshots) = ((IResizeDriver)wired.Driver, (ISnapshotDriver)wired.Driver);
        var (small, large) = (new ServerSize(1, 192 * Specs.Mib, 0), new ServerSize(2, 256 * Specs.Mib, 0));
        var kept = new SnapshotSpec(new(Guid.CreateVersion7()), "kept");
        yield return new("resize", ResourceState.Stopped, OfDisks,
            token => resizing.ResizeAsync(key, large, token),
            done => done.Server is { Vcpus: 2, MemoryBytes: 256 * Specs.Mib })
        {
            Prepare = () => resizing.ResizeAsync(key, small, Token),
        };
        yield return new("snapshot", ResourceState.Stopped, OfDisks,
            token => snapshots.SnapshotAsync(key, kept, token),
            done => done.Server!.Snapshots is [{ Name: "kept" }])
        {
            Troubles = [Trouble.Closed, Trouble.Frozen, Trouble.Broken],
            Prepare = () => snapshots.DeleteSnapshotAsync(key, kept.Id, Token),
        };
        yield return new("revert", ResourceState.Stopped, OfDisks,
            token => snapshots.RevertAsync(key, kept.Id, small, token),
            done => done.Server is { Vcpus: 1, Snapshots.Count: 1 })
        {
            Prepare = () => wired.WriteDiskBehindAsync(key, 'x', Token),
            Check = async () => Assert.Equal('k', await wired.ReadDiskBehindAsync(key, Token)),
            IsSeen = false,
        };
        yield return new("delete-snapshot", ResourceState.Stopped, OfDisks,
            async token =>
            {
                await snapshots.DeleteSnapshotAsync(key, kept.Id, token);
                return (await wired.Driver.ReadAsync(key, token))!;
            },
            done => done.Server!.Snapshots is [])
        {
            Prepare = () => snapshots.SnapshotAsync(key, kept, Token),
        };
    }

    /// <summary>Meets a call with each trouble at each message, on a connection that was opened before.</summary>
    private async Task MeetAsync(LibvirtFixture wired, ResourceKey key, Change change)
    {
        var (met, acted) = (0, 0);
        foreach (var (trouble, message) in change.Troubles.SelectMany(one => change.Messages.Select(at => (one, at))))
        {
            await change.Prepare();
            var (isMet, ended) = await TroubleAsync(wired, trouble, message, change.Call);
            var where = $"{change.Name}, {trouble} at {message}: {ended}";
            // While the daemon may still be at it.
            if (trouble == Trouble.Broken) Assert.True(change.IsDone(await change.Call(Token)), where);
            var shown = (await wired.Driver.ReadAsync(key, Token))!;
            var outside = await StateAsync(key);
            Assert.True(shown.State == outside, $"{where}: shown {shown.State}, is {outside}");
            if (ended.SurelyNothing) Assert.True(outside == change.From, $"{where}: is {outside}");
            Assert.True(change.IsDone(await change.Call(Token)), $"{where}: not done when it is repeated");
            await change.Check();
            if (isMet) met++;
            if (change.IsDone(shown)) acted++;
        }

        var running = Running(key);
        Assert.True(running == (await StateAsync(key) == ResourceState.Stopped ? 0 : 1), $"executed {running} times");
        TestContext.Current.TestOutputHelper?.WriteLine($"{change.Name}: met at {met} messages, {acted} had acted");
        Assert.Equal(change.Troubles.Length * change.Messages.Length, met);
        if (change.IsSeen) Assert.InRange(acted, 1, met - 1);
    }

    /// <summary>One call with trouble at one message; false when it ended before that.</summary>
    private static async Task<(bool IsMet, Ended Ended)> TroubleAsync(
        LibvirtFixture wired, Trouble trouble, int message, Func<CancellationToken, Task<ResourceObject>> call)
    {
        var isMet = false;
        var broken = Task.CompletedTask;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var thawed = new ManualResetEventSlim();
        wired.Wire.At(message, () =>
        {
            isMet = true;
            switch (trouble)
            {
                case Trouble.Closed:
                    wired.Wire.CutOff();
                    break;
                case Trouble.Frozen:
                    patience.Cancel();
                    thawed.Wait(Token);
                    break;
                default:
                    broken = Task.Delay(AtWork, TimeProvider.System, Token)
                        .ContinueWith(_ => wired.Wire.CutOff(), TaskScheduler.Default);
                    break;
            }
        });
        var ended = await Ended.OfAsync(() => call(patience.Token));
        thawed.Set();
        await broken;
        wired.Wire.Restore();
        return (isMet, ended);
    }

    private static async Task BringAsync(IPowerDriver power, ResourceKey key, ResourceState state)
    {
        switch (state)
        {
            case ResourceState.Stopped:
                await power.PowerAsync(key, PowerAction.PowerOff, Token);
                break;
            case ResourceState.Paused:
                await power.PowerAsync(key, PowerAction.Pause, Token);
                break;
            default:
                var shown = await ((IResourceDriver)power).ReadAsync(key, Token);
                var action = shown!.State == ResourceState.Paused ? PowerAction.Resume : PowerAction.Start;
                await power.PowerAsync(key, action, Token);
                break;
        }
    }

    /// <summary>What the platform's own command line says.</summary>
    private async Task<ResourceState> StateAsync(ResourceKey key) =>
        (await peer.VirshAsync(Token, "domstate", key.NativeId)).Trim() switch
        {
            "running" => ResourceState.Running,
            "paused" => ResourceState.Paused,
            "shut off" => ResourceState.Stopped,
            var other => throw new InvalidOperationException(other),
        };

    /// <summary>How many emulators execute the server, by the kernel's account.</summary>
    private static int Running(ResourceKey key) => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Count(folder =>
        {
            try
            {
                var line = File.ReadAllText($"{folder}/cmdline");
                return line.Contains($"-uuid\0{key.NativeId}", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        });

    /// <summary>What is done, and how one sees that it was.</summary>
    private sealed record Change(
        string Name,
        ResourceState From,
        int[] Messages,
        Func<CancellationToken, Task<ResourceObject>> Call,
        Predicate<ResourceObject> IsDone)
    {
        /// <summary>Brings the server to where the call begins.</summary>
        public Func<Task> Prepare { get; init; } = () => Task.CompletedTask;

        /// <summary>What is met at each message.</summary>
        public Trouble[] Troubles { get; init; } = [Trouble.Closed, Trouble.Frozen];

        /// <summary>Looks past the driver.</summary>
        public Func<Task> Check { get; init; } = () => Task.CompletedTask;

        /// <summary>Whether the server looks different afterwards.</summary>
        public bool IsSeen { get; init; } = true;
    }

    /// <summary>How a call ended.</summary>
    private sealed record Ended(DriverFailure? Failure, bool IsCancelled)
    {
        public bool SurelyNothing => IsCancelled || Failure == DriverFailure.Unavailable;

        public static async Task<Ended> OfAsync(Func<Task> call)
        {
            try
            {
                await call();
                return new(null, false);
            }
            catch (OperationCanceledException)
            {
                return new(null, true);
            }
            catch (DriverException failed)
                when (failed.Failure is DriverFailure.Unavailable or DriverFailure.Uncertain)
            {
                return new(failed.Failure, false);
            }
        }
    }
}
