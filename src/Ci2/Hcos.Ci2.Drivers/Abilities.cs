using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>The ability to change a server's execution (<see cref="DriverAbility.Power"/>).</summary>
public interface IPowerDriver
{
    /// <summary>
    /// Does <paramref name="action"/> and answers with a read begun afterwards. A server that already is where the
    /// action leads is left alone; only a reset has an effect each time. A server that is not there is
    /// <see cref="DriverFailure.Missing"/>, an action that the ability does not include
    /// <see cref="DriverFailure.Invalid"/>, an impossible transition <see cref="DriverFailure.Conflict"/>.
    /// </summary>
    /// <remarks>
    /// <code>
    /// from      start     shutdown  power-off  reset     pause     resume    suspend
    /// stopped   running   -         -          conflict  conflict  conflict  conflict
    /// running   -         asked     stopped    running   paused    -         suspended
    /// paused    conflict  conflict  stopped    conflict  -         running   conflict
    /// suspended running   conflict  stopped    conflict  conflict  running   -
    /// </code>
    /// What is suspended goes on with the memory that it had; a power-off gives that up.
    /// </remarks>
    Task<ResourceObject> PowerAsync(ResourceKey key, PowerAction action, CancellationToken cancellationToken);
}

/// <summary>The ability to tell of changes as they happen (<see cref="DriverAbility.Events"/>).</summary>
public interface IEventDriver
{
    /// <summary>
    /// Yields native events until cancelled; throws <see cref="DriverException"/> (unavailable) when the connection is
    /// lost. The first item is <see cref="NativeEvent.WatchBegan"/>, sent when nothing later can be missed: a listing
    /// begun after it plus the events give the whole picture. A driver whose platform tells nothing by itself may look
    /// again and again, and tell the difference: what came and went between two looks is not told then. Where the
    /// platform may say when to look, <see cref="NativeEvent.Subscribed"/> and <see cref="NativeEvent.Unsubscribed"/>
    /// tell whether it does; before the first of them it does not.
    /// </summary>
    IAsyncEnumerable<NativeEvent> WatchAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The native calls that one look costs, about; 0 where the platform tells by itself. A driver that looks awaits
    /// <see cref="DriverConnection.RestAsync"/> between two looks.
    /// </summary>
    int CallsPerLook => 0;
}

/// <summary>
/// The ability to hold read-only images (<see cref="DriverAbility.Images"/>). <see cref="IResourceDriver.DeleteAsync"/>
/// removes one.
/// </summary>
public interface IImageDriver
{
    /// <summary>
    /// Copies the file at <paramref name="path"/> on HCOS's machine into the environment as an image. A file that
    /// cannot be read is <see cref="DriverFailure.Missing"/>. An image of that name that is there already is left as
    /// it is.
    /// </summary>
    /// <param name="id">The identity of the image, for repeats.</param>
    /// <param name="name">Its name, see <see cref="ResourceNames"/>.</param>
    /// <param name="path">A readable qcow2 or raw file.</param>
    /// <param name="cancellationToken">Gives up; the import may have happened.</param>
    Task<ResourceObject> ImportImageAsync(
        ResourceId id, string name, string path, CancellationToken cancellationToken);
}

/// <summary>Something that the platform told by itself.</summary>
/// <param name="Key">Whom it concerns; null for what is said of the watch itself.</param>
/// <param name="Kind">What happened.</param>
/// <param name="State">The state that the event implies, if it implies one.</param>
/// <param name="Detail">The platform's own words, for people: <c>stopped/destroyed</c>.</param>
public sealed record NativeEvent(ResourceKey? Key, NativeEventKind Kind, ResourceState? State, string Detail)
{
    /// <summary>The first item of every watch.</summary>
    public static NativeEvent WatchBegan { get; } = new(null, NativeEventKind.WatchBegan, null, "watch-began");

    /// <summary>Of a driver that looks: from here on the platform tells when a look is worth while.</summary>
    public static NativeEvent Subscribed { get; } = new(null, NativeEventKind.Subscribed, null, "subscribed");

    /// <summary>Of a driver that looks: from here on nothing but looks shows changes.</summary>
    public static NativeEvent Unsubscribed { get; } = new(null, NativeEventKind.Unsubscribed, null, "unsubscribed");
}

/// <summary>The kinds of native events.</summary>
public enum NativeEventKind
{
    /// <summary>From here on nothing is missed.</summary>
    WatchBegan,

    /// <summary>The resource appeared or its description changed: read it.</summary>
    Changed,

    /// <summary>The state of the resource changed.</summary>
    StateChanged,

    /// <summary>The resource is gone.</summary>
    Removed,

    /// <summary>A driver that looks is told by its platform when to.</summary>
    Subscribed,

    /// <summary>A driver that looks is no longer told when to.</summary>
    Unsubscribed,
}
