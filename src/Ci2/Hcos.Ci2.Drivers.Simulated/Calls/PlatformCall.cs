using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Calls;

/// <summary>
/// One native call: what goes over the simulated wire and has its effect in one instant. A driver call is several of
/// these, see <see cref="DriverRun"/>.
/// </summary>
/// <param name="Changes">Whether it may change something.</param>
public abstract record PlatformCall(bool Changes)
{
    /// <summary>Who are you?</summary>
    public sealed record Probe() : PlatformCall(false);

    /// <summary>What is there? Answered with keys; the objects are read one by one.</summary>
    public sealed record ListKeys(ResourceKind Kind) : PlatformCall(false);

    /// <summary>How is it?</summary>
    /// <param name="Key">Whom to read.</param>
    /// <param name="Listed">How many objects the listing it belongs to has read before; null outside a listing.</param>
    public sealed record ReadObject(ResourceKey Key, int? Listed = null) : PlatformCall(false);

    /// <summary>Would it be accepted?</summary>
    public sealed record CheckServer(ResourceSpec Spec) : PlatformCall(false);

    /// <summary>Make the disks of a server that is not defined yet, anew if need be.</summary>
    public sealed record MakeDisks(ResourceSpec Spec) : PlatformCall(true);

    /// <summary>Define a server, or converge its definition.</summary>
    public sealed record DefineServer(ResourceSpec Spec) : PlatformCall(true);

    /// <summary>Which servers carry the mark of a resource?</summary>
    public sealed record FindCopies(string Mark) : PlatformCall(false);

    /// <summary>What does the platform itself call the server that goes by a key?</summary>
    public sealed record Locate(ResourceKey Key) : PlatformCall(false);

    /// <summary>Make the port of a server, unless it is there.</summary>
    public sealed record EnsurePort(ResourceId Server) : PlatformCall(true);

    /// <summary>Remove the port of a server.</summary>
    public sealed record RemovePort(string Server) : PlatformCall(true);

    /// <summary>Make one more server, which carries the mark and says that it is being made.</summary>
    public sealed record CreateServer(ResourceSpec Spec) : PlatformCall(true);

    /// <summary>Give a half-made server what it lacks, and a whole one its name and sizes.</summary>
    public sealed record EquipServer(string Copy, ResourceSpec Spec) : PlatformCall(true);

    /// <summary>Take away the sign that a server is being made.</summary>
    public sealed record FinishServer(string Copy) : PlatformCall(true);

    /// <summary>Remove a server, by the platform's own id of it.</summary>
    public sealed record RemoveServer(string Copy) : PlatformCall(true);

    /// <summary>Change a server's execution.</summary>
    public sealed record SetPower(ResourceKey Key, PowerAction Action) : PlatformCall(true);

    /// <summary>Take a server's definition away.</summary>
    public sealed record UndefineServer(ResourceKey Key) : PlatformCall(true);

    /// <summary>Remove the disks that were made for a server; refused while it is defined.</summary>
    public sealed record RemoveDisks(ResourceKey Server) : PlatformCall(true);

    /// <summary>Put an image there.</summary>
    public sealed record PutImage(ResourceId Id, string Name, long Bytes, string Format) : PlatformCall(true);

    /// <summary>Remove an image.</summary>
    public sealed record RemoveImage(ResourceKey Key) : PlatformCall(true);

    /// <summary>Give a stopped server another size.</summary>
    public sealed record ResizeServer(ResourceKey Key, ServerSize Size) : PlatformCall(true);

    /// <summary>Keep the content of a stopped server's disk.</summary>
    public sealed record TakeSnapshot(ResourceKey Key, SnapshotSpec Snapshot) : PlatformCall(true);

    /// <summary>Go back to what was kept.</summary>
    public sealed record RevertDisk(ResourceKey Key, SnapshotId Snapshot) : PlatformCall(true);

    /// <summary>Forget what was kept.</summary>
    public sealed record RemoveSnapshot(ResourceKey Key, SnapshotId Snapshot) : PlatformCall(true);

    /// <summary>Move a running server to another platform, with its disks.</summary>
    /// <param name="Own">What this platform calls it.</param>
    /// <param name="Key">What it goes by on both.</param>
    /// <param name="Target">Name of the other estate.</param>
    /// <param name="Identity">Who the other must be.</param>
    public sealed record MoveServer(ResourceKey Own, ResourceKey Key, string Target, string Identity)
        : PlatformCall(true);

    /// <summary>How is it, on the other platform?</summary>
    public sealed record ReadMoved(ResourceKey Key, string Target) : PlatformCall(false);

    /// <summary>What did the guest write?</summary>
    public sealed record ReadConsole(ResourceKey Key, int MostBytes) : PlatformCall(false);
}
