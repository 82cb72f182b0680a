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
            (ServerChangeKind.Resize, _) => throw Unable("resize servers"),
            _ => throw Unable("keep and restore the disks of servers"),
        };

    private static DriverException Unable(string what) =>
        new(DriverFailure.Invalid, $"this platform cannot {what}");
}
