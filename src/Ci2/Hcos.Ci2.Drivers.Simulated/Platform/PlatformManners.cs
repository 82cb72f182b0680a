namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>
/// How a platform goes about making servers. A server that its platform gives an id is found by the mark that it
/// carries, and is half-made until the driver has taken away the sign that it is being made; that is done last.
/// </summary>
/// <param name="PicksIds">
/// Whether the platform gives a server its id itself, so that a create that is repeated makes a second one.
/// </param>
/// <param name="Launches">
/// Whether a create makes the server whole in one call and starts it at once, and its disk goes with it; otherwise a
/// server is put together by several calls around a disk that is named from the resource id.
/// </param>
/// <param name="HasPorts">
/// Whether a server with a network needs a port, which only one server can hold: a second create is refused while the
/// first server holds it, and a late one is refused once it is gone.
/// </param>
public sealed record PlatformManners(bool PicksIds, bool Launches, bool HasPorts)
{
    /// <summary>Takes the id that it is given, as libvirt does.</summary>
    public static PlatformManners Plain { get; } = new(PicksIds: false, Launches: false, HasPorts: false);

    /// <summary>Gives ids, starts what it makes, and gives a port to one server only, as OpenStack does.</summary>
    public static PlatformManners Launching { get; } = new(PicksIds: true, Launches: true, HasPorts: true);

    /// <summary>The same where no port can be had: nothing refuses a create that comes too late.</summary>
    public static PlatformManners Portless { get; } = Launching with { HasPorts = false };

    /// <summary>Gives ids to servers that are put together by several calls, as Hyper-V does.</summary>
    public static PlatformManners Assembling { get; } = new(PicksIds: true, Launches: false, HasPorts: false);

    /// <summary>All of them, by the word that an endpoint says.</summary>
    public static IReadOnlyList<(string Word, PlatformManners Manners)> All { get; } =
    [
        ("plain", Plain),
        ("launching", Launching),
        ("portless", Portless),
        ("assembling", Assembling),
    ];

    /// <inheritdoc/>
    public override string ToString() => All.First(one => one.Manners == this).Word;
}
