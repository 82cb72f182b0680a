using System.Text.Json.Serialization;
using Hcos.Ci2.Calls;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Environments;

/// <summary>An environment is watched and swept from here on, under this generation of its driver.</summary>
[MessageName("ci2.environment-taken.v1")]
internal sealed record EnvironmentTaken(
    EnvironmentId Environment,
    string Name,
    EnvironmentAddress Address,
    int Generation,
    TimeSpan LongestProbeRepeat) : IEvent
{
    [JsonIgnore]
    public Reach Reach => new(Environment, Address, Generation);
}

/// <summary>An environment is no longer in the books.</summary>
[MessageName("ci2.environment-dropped.v1")]
internal sealed record EnvironmentDropped(EnvironmentId Environment) : IEvent;

/// <summary>The driver of a dropped environment is disposed of.</summary>
[MessageName("ci2.environment-left.v1")]
internal sealed record EnvironmentLeft(EnvironmentId Environment) : IEvent;

/// <summary>A probe was answered.</summary>
/// <param name="Environment">Which.</param>
/// <param name="NativeIdentity">Who it is; the first one is the registered one.</param>
/// <param name="Version">Product and version.</param>
/// <param name="Scope">The rights it is seen with; the first ones are the registered ones.</param>
/// <param name="WatchFrom">When the watch is to begin; null where no events come.</param>
/// <param name="SweepFrom">When to sweep without waiting for a watch; null to wait for it.</param>
/// <param name="SweepInterval">The wait between two sweeps.</param>
[MessageName("ci2.environment-identified.v1")]
internal sealed record EnvironmentIdentified(
    EnvironmentId Environment,
    string NativeIdentity,
    string Version,
    string Scope,
    DateTimeOffset? WatchFrom,
    DateTimeOffset? SweepFrom,
    TimeSpan SweepInterval) : IEvent
{
    /// <summary>What one look costs where the driver looks for changes; 0 where the platform tells them.</summary>
    public int CallsPerLook { get; init; }
}

/// <summary>Native events come from here on.</summary>
[MessageName("ci2.watch-started.v1")]
internal sealed record WatchStarted(EnvironmentId Environment, int Number, DateTimeOffset At) : IEvent;

/// <summary>The platform tells the driver that looks when to, or does so no longer.</summary>
[MessageName("ci2.subscription-changed.v1")]
internal sealed record SubscriptionChanged(EnvironmentId Environment, bool IsOn) : IEvent;

/// <summary>A watch or a sweep failed: a probe is to tell how things stand.</summary>
/// <param name="Environment">Which.</param>
/// <param name="Reason">What failed.</param>
/// <param name="IsWatchLost">Whether the watch is gone, or only a sweep failed.</param>
/// <param name="Failures">How many times in a row.</param>
/// <param name="ProbeFrom">When to probe.</param>
[MessageName("ci2.connection-doubted.v1")]
internal sealed record ConnectionDoubted(
    EnvironmentId Environment, string Reason, bool IsWatchLost, int Failures, DateTimeOffset ProbeFrom) : IEvent;
