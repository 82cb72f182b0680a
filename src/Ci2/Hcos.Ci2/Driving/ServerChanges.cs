using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Driving;

/// <summary>Changes of stopped servers, by the ability that each needs.</summary>
internal static class ServerChanges
{
    public static Task<ResourceObject> MakeAsync(
        IResourceDriver driver, ResourceKey key, ServerChange change, CancellationToken cancellationToken) =>
        (change.Kind, driver) switch
        {
            (ServerChangeKind.Resize, IResizeDriver resizing) =>
                resizing.ResizeAsync(key, change.Size!, cancellationToken),
            (ServerChangeKind.Snapshot, ISnapshotDriver keeping) =>
                keeping.SnapshotAsync(key, change.Snapshot!, cancellationToken),
            (ServerChangeKind.Revert, ISnapshotDriver keeping) =>
                keeping.RevertAsync(key, change.Snapshot!.Id, change.Size!, cancellationToken),
            (ServerChangeKind.DeleteSnapshot, ISnapshotDriver keeping) =>
                DeleteAsync(driver, keeping, key, change.Snapshot!.Id, cancellationToken),
            (ServerChangeKind.Resize, _) => throw Unable("resize servers"),
            _ => throw Unable("keep and restore the disks of servers"),
        };

    private static async Task<ResourceObject> DeleteAsync(
        IResourceDriver driver,
        ISnapshotDriver keeping,
        ResourceKey key,
        SnapshotId snapshot,
        CancellationToken cancellationToken)
    {
        await keeping.DeleteSnapshotAsync(key, snapshot, cancellationToken).ConfigureAwait(false);
        return await driver.ReadAsync(key, cancellationToken).ConfigureAwait(false)
            ?? throw new DriverException(DriverFailure.Uncertain, "the server was gone when it was read afterwards");
    }

    private static DriverException Unable(string what) =>
        new(DriverFailure.Invalid, $"this platform cannot {what}");
}
