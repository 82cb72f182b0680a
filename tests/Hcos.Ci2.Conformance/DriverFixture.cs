using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

/// <summary>What the suite needs of one platform: a driver over a wire that can be cut, and somebody else.</summary>
public abstract class DriverFixture : IAsyncLifetime
{
    private int _last;

    /// <summary>The driver under test. All its messages go over <see cref="Wire"/>.</summary>
    public abstract IResourceDriver Driver { get; }

    /// <summary>Its wire.</summary>
    public abstract DriverWire Wire { get; }

    /// <summary>Counts what the driver sends: it belongs into the connection that the driver is made with.</summary>
    public CallCounter Calls { get; init; } = new();

    /// <summary>
    /// What must never be seen: the secret of the credential and every text that is marked as secret in
    /// <see cref="ServerWithImage"/>'s user data.
    /// </summary>
    public abstract IReadOnlyList<string> PlantedSecrets { get; }

    /// <summary>
    /// The passages, counted from the beginning of a call, at which calls are cut off and cancelled. Enough to reach
    /// past the end of an ensure.
    /// </summary>
    public virtual IReadOnlyList<int> CutPoints { get; } = [.. Enumerable.Range(1, 12)];

    /// <summary>The same for a start, which on a real platform takes its time: enough to reach past its end.</summary>
    public virtual IReadOnlyList<int> StartCutPoints => CutPoints;

    /// <summary>The same for a move.</summary>
    public virtual IReadOnlyList<int> MoveCutPoints => CutPoints;

    /// <summary>How long the suite waits for what must come.</summary>
    public virtual TimeSpan Patience => TimeSpan.FromMinutes(2);

    /// <summary>
    /// Where a shutdown leads that the guest does not listen to. A platform that takes the power away after a while
    /// says <see cref="ResourceState.Stopped"/>.
    /// </summary>
    public virtual ResourceState AfterUnheardShutdown => ResourceState.Running;

    /// <summary>
    /// A small server without network, whose guest does not listen, and without a disk if that can be.
    /// </summary>
    public abstract ServerSpec BareServer { get; }

    /// <summary>A small server with a disk, a network card and user data that contains a planted secret.</summary>
    public abstract ServerSpec ServerWithImage { get; }

    /// <summary>A size that <see cref="ServerWithImage"/> can be given, larger in every way.</summary>
    public virtual ServerSize LargerSize =>
        new(ServerWithImage.Vcpus + 1, ServerWithImage.MemoryBytes * 2, 3L << 30);

    /// <summary>Whether the platform shows how large the disk of a server is.</summary>
    public virtual bool ShowsDisks => true;

    /// <summary>
    /// What the guest of <see cref="ServerWithImage"/> writes to its console when it starts; null when none boots.
    /// </summary>
    public virtual string? ConsoleSays => null;

    /// <summary>
    /// Whether the platform starts each server that it makes, until it is told to stop it: a guest may have said
    /// something by then.
    /// </summary>
    public virtual bool RunsWhatItMakes => false;

    /// <summary>
    /// How the capability matrix names what this fixture runs against, with its version; null where it says nothing.
    /// </summary>
    /// <param name="probed">What a probe found.</param>
    public virtual string? Peer(EnvironmentStatus probed) => null;

    /// <summary>Whether its run writes its column of the matrix: the gate has no such peer to compare with.</summary>
    public virtual bool WritesTheMatrix => false;

    /// <summary>Wraps <paramref name="server"/> with an id and a name of its own.</summary>
    public ResourceSpec Spec(ServerSpec server)
    {
        var number = Interlocked.Increment(ref _last);
        var id = new byte[16];
        System.Security.Cryptography.RandomNumberGenerator.Fill(id);
        return new(new(new Guid(id)), ResourceKind.Server, $"conformance-{number}") { Server = server };
    }

    /// <summary>Somebody else takes the power of a server away.</summary>
    public abstract Task DestroyBehindAsync(ResourceKey key, CancellationToken cancellationToken);

    /// <summary>Somebody else pauses a server.</summary>
    public abstract Task SuspendBehindAsync(ResourceKey key, CancellationToken cancellationToken);

    /// <summary>Somebody else removes a stopped server's definition.</summary>
    public abstract Task RemoveBehindAsync(ResourceKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Somebody else makes a stopped server; the suite removes it by <see cref="RemoveBehindAsync"/>.
    /// </summary>
    public abstract Task<ResourceKey> CreateBehindAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// How often the system of a server began to execute anew, as somebody else counts it; null where nobody sees that.
    /// </summary>
    public virtual Task<int?> BootsAsync(ResourceKey key, CancellationToken cancellationToken) =>
        Task.FromResult<int?>(null);

    /// <summary>
    /// Somebody else writes a letter on the disk of a stopped server; false where nobody reaches the disks.
    /// </summary>
    public virtual Task<bool> WriteDiskBehindAsync(
        ResourceKey key, char letter, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>The letter that was written.</summary>
    public virtual Task<char> ReadDiskBehindAsync(ResourceKey key, CancellationToken cancellationToken) =>
        throw new NotSupportedException("nobody reaches the disks");

    /// <summary>
    /// A driver of another environment, which servers can be moved to; who asks disposes of it. Asked only of a
    /// platform whose driver declares <see cref="DriverAbility.Migration"/>.
    /// </summary>
    public virtual Task<IResourceDriver> OtherSideAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("there is no other environment");

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Driver.DisposeAsync();
    }
}
