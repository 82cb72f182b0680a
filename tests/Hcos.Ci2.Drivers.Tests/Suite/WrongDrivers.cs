using System.Runtime.CompilerServices;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Suite;

/// <summary>Drivers that break one promise each.</summary>
internal static class WrongDrivers
{
    public sealed class Undeclared(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override DriverCapabilities Capabilities => base.Capabilities with { Abilities = [] };
    }

    public sealed class Starting(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override async Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken)
        {
            var made = await base.EnsureAsync(spec, cancellationToken);
            return await PowerAsync(made.Key, PowerAction.Start, cancellationToken);
        }
    }

    public sealed class Stopping(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override async Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken)
        {
            var made = await base.EnsureAsync(spec, cancellationToken);
            return await PowerAsync(made.Key, PowerAction.PowerOff, cancellationToken);
        }
    }

    public sealed class QuietListing(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override async IAsyncEnumerable<ResourceObject> ListAsync(
            ResourceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await using var items = base.ListAsync(kind, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await MoreAsync(items))
            {
                yield return items.Current;
            }
        }

        private static async Task<bool> MoreAsync(IAsyncEnumerator<ResourceObject> items)
        {
            try
            {
                return await items.MoveNextAsync();
            }
            catch (DriverException failure) when (failure.Failure == DriverFailure.Unavailable)
            {
                return false;
            }
        }
    }

    /// <summary>Turns one failure into another.</summary>
    public sealed class Mistaking(IResourceDriver inner, DriverFailure failure, Func<Exception> said)
        : DelegatingDriver(inner)
    {
        public override async Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken)
        {
            try
            {
                return await base.EnsureAsync(spec, cancellationToken);
            }
            catch (DriverException happened) when (happened.Failure == failure)
            {
                throw said();
            }
        }
    }

    public sealed class ForgettingDelete(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class DemandingDelete(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override async Task DeleteAsync(ResourceKey key, CancellationToken cancellationToken)
        {
            _ = await ReadAsync(key, cancellationToken)
                ?? throw new DriverException(DriverFailure.Missing, "it is not there");
            await base.DeleteAsync(key, cancellationToken);
        }
    }

    public sealed class Talkative(IResourceDriver inner) : DelegatingDriver(inner)
    {
        private readonly List<ResourceSpec> _specs = [];

        public override Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken)
        {
            _specs.Add(spec);
            return base.EnsureAsync(spec, cancellationToken);
        }

        public override async Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken) =>
            await base.ProbeAsync(cancellationToken) with { Version = string.Concat(_specs.Select(s => s.Server)) };
    }

    public sealed class Unreconnecting(IResourceDriver inner) : DelegatingDriver(inner)
    {
        private bool _lost;

        public override async Task<EnvironmentStatus> ProbeAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await base.ProbeAsync(cancellationToken);
            }
            catch (DriverException)
            {
                _lost = true;
                throw;
            }
        }

        public override Task<ResourceObject> EnsureAsync(ResourceSpec spec, CancellationToken cancellationToken) =>
            _lost
                ? throw new DriverException(DriverFailure.Unavailable, "the connection was lost")
                : base.EnsureAsync(spec, cancellationToken);
    }

    public sealed class Waking(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override async Task<ResourceObject> PowerAsync(
            ResourceKey key, PowerAction action, CancellationToken cancellationToken)
        {
            var before = await ReadAsync(key, cancellationToken);
            var wakes = action == PowerAction.Start && before?.State == ResourceState.Paused;
            return await base.PowerAsync(key, wakes ? PowerAction.Resume : action, cancellationToken);
        }
    }

    /// <summary>Boots anew what was suspended.</summary>
    public sealed class Forgetful(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override async Task<ResourceObject> PowerAsync(
            ResourceKey key, PowerAction action, CancellationToken cancellationToken)
        {
            var before = await ReadAsync(key, cancellationToken);
            if (before?.State != ResourceState.Suspended || action is not (PowerAction.Start or PowerAction.Resume))
            {
                return await base.PowerAsync(key, action, cancellationToken);
            }

            await base.PowerAsync(key, PowerAction.PowerOff, cancellationToken);
            return await base.PowerAsync(key, PowerAction.Start, cancellationToken);
        }
    }

    /// <summary>Forgets the disk of what it resizes.</summary>
    public sealed class HalfResizing(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override Task<ResourceObject> ResizeAsync(
            ResourceKey key, ServerSize size, CancellationToken cancellationToken) =>
            base.ResizeAsync(key, size with { DiskBytes = 0 }, cancellationToken);
    }

    /// <summary>Says that it went back, and did not.</summary>
    public sealed class Staying(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override async Task<ResourceObject> RevertAsync(
            ResourceKey key, SnapshotId snapshot, ServerSize size, CancellationToken cancellationToken) =>
            (await ReadAsync(key, cancellationToken))!;
    }

    /// <summary>Takes a snapshot anew when it is to be taken again.</summary>
    public sealed class Retaking(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override async Task<ResourceObject> SnapshotAsync(
            ResourceKey key, SnapshotSpec snapshot, CancellationToken cancellationToken)
        {
            await DeleteSnapshotAsync(key, snapshot.Id, cancellationToken);
            return await base.SnapshotAsync(key, snapshot, cancellationToken);
        }
    }

    /// <summary>Reads all of a console, whatever the bound.</summary>
    public sealed class Unbounded(IResourceDriver inner) : DelegatingDriver(inner)
    {
        public override Task<ConsoleLog> ReadConsoleAsync(
            ResourceKey key, int mostBytes, CancellationToken cancellationToken) =>
            base.ReadConsoleAsync(key, ConsoleLog.MostBytes, cancellationToken);
    }

    /// <summary>Keeps some events to itself.</summary>
    public sealed class Silent(IResourceDriver inner, Func<NativeEvent, bool> kept) : DelegatingDriver(inner)
    {
        public override IAsyncEnumerable<NativeEvent> WatchAsync(CancellationToken cancellationToken) =>
            base.WatchAsync(cancellationToken).Where(happened => !kept(happened));
    }
}
