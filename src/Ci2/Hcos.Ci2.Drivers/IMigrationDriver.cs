using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers;

/// <summary>
/// The ability to move a running server to another environment of the same kind while it goes on executing
/// (<see cref="DriverAbility.Migration"/>). Two drivers take part: that of the environment where the server is (the
/// source) and that of the environment where it is to be (the target).
/// </summary>
/// <remarks>
/// <code>
/// source.DemandAsync    what a target must have                  to be repeated before each try
/// target.OfferAsync     whether it has that, and where it is     changes nothing
/// source.MigrateAsync   moves it, from wherever it is by now     to be repeated until it is answered
/// source.WithdrawAsync  instead of a repeat: leaves it at the source, if it is there
/// </code>
/// Which side runs the server is found by looking at both, never remembered. At most one of them executes at any
/// instant: the copy at the target goes on only after the source was seen not to execute, and the source keeps its
/// definition until the target was seen to. A move that was cut off before the memory was over leaves the server
/// running at the source. One that was cut off later leaves it paused, with its memory, on one side, until
/// <see cref="MigrateAsync"/> is repeated.
/// A server keeps its native id. Whoever moves one allows no other change of it on either side meanwhile, and does not
/// delete it afterwards at the side where it is not: what both sides see as its disk would go too.
/// <code>
/// libvirt    virDomainMigrate3 with both connections in one hand; disks that both see stay where they are,
///            others are copied along (decision 0871)
/// simulated  in one instant, between two estates of one registry
/// </code>
/// </remarks>
public interface IMigrationDriver
{
    /// <summary>
    /// Says of a running server at the source what a target must have, and leaves a sign beside its disks by which a
    /// target knows storage that it shares. A server that is not there is <see cref="DriverFailure.Missing"/>; one that
    /// does not run, or has what cannot be moved (snapshots, disks in other places), is
    /// <see cref="DriverFailure.Conflict"/>.
    /// </summary>
    Task<MigrationDemand> DemandAsync(ResourceKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Says at the target where it can be reached, if it has what the server needs; changes nothing. What it lacks (a
    /// network, a storage pool) is <see cref="DriverFailure.Missing"/>, another server of that name
    /// <see cref="DriverFailure.Conflict"/>, the environment that the server is in already
    /// <see cref="DriverFailure.Invalid"/>. A server that has arrived is offered for as before.
    /// </summary>
    Task<MigrationOffer> OfferAsync(MigrationDemand demand, CancellationToken cancellationToken);

    /// <summary>
    /// Moves the server from the source to where the offer says, removes what the source had of it once the target was
    /// seen to run it, and answers with the server as the target shows it by a read begun afterwards. Repeating it goes
    /// on from what is seen on both sides; of a server that has arrived it changes nothing. What was refused, a
    /// cancelled move included (<see cref="DriverFailure.Conflict"/>), left the server running at the source. A server
    /// that neither side has is <see cref="DriverFailure.Missing"/>; one that does not run is
    /// <see cref="DriverFailure.Conflict"/>; a target that is not the one that offered is
    /// <see cref="DriverFailure.Missing"/>. While the target does not answer nothing is decided
    /// (<see cref="DriverFailure.Unavailable"/>, <see cref="DriverFailure.Uncertain"/>).
    /// </summary>
    /// <param name="key">The server.</param>
    /// <param name="offer">What the target answered. One of an older demand may be used to end what it began.</param>
    /// <param name="cancellationToken">
    /// Gives up waiting: the move goes on (uncertain). <see cref="CancelAsync"/> ends it.
    /// </param>
    Task<ResourceObject> MigrateAsync(ResourceKey key, MigrationOffer offer, CancellationToken cancellationToken);

    /// <summary>
    /// How far a move has come, read at the source; null when none is under way. A server that is not there is
    /// <see cref="DriverFailure.Missing"/>.
    /// </summary>
    Task<MigrationProgress?> ProgressAsync(ResourceKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a move that is under way, at the source: <see cref="MigrateAsync"/> then ends as
    /// <see cref="DriverFailure.Conflict"/> and the server goes on at the source, unless it was over already. None
    /// under way, or no such server, is success.
    /// </summary>
    Task CancelAsync(ResourceKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Ends, at the source, a move that was cut off, in favour of the source: what it left at the target is removed (a
    /// copy that does not execute, disks that were made for it), and a server that stood still goes on at the source.
    /// Nothing left is success. Where the source does not have the server's execution any more, or a move is under way,
    /// it is <see cref="DriverFailure.Conflict"/> and nothing is removed. Disks that both sides see always stay.
    /// </summary>
    Task WithdrawAsync(ResourceKey key, MigrationOffer offer, CancellationToken cancellationToken);
}
