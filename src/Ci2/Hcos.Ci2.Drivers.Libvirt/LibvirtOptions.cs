namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>Names and bounds of the driver.</summary>
internal sealed record LibvirtOptions
{
    /// <summary>The storage pool that servers' disks are made in.</summary>
    public string DiskPool { get; init; } = "default";

    /// <summary>The storage pool whose volumes are images.</summary>
    public string ImagePool { get; init; } = "images";

    /// <summary>
    /// The storage pool that libvirt writes into what guests write to their consoles; a host without it keeps none.
    /// </summary>
    public string ConsolePool { get; init; } = "consoles";

    /// <summary>
    /// Calls under way at once in each lane, every one on a connection of its own: libvirtd has a bound for connections
    /// as it has one for the calls of each.
    /// </summary>
    public int CallsAtOnce { get; init; } = 4;

    /// <summary>Calls that may wait for their turn; more end as unavailable.</summary>
    public int MostWaiting { get; init; } = 1000;

    /// <summary>Events that may wait to be taken; more end the watch, and the next one begins afresh.</summary>
    public int MostEvents { get; init; } = 20_000;

    /// <summary>How long it waits to be told that a guest has ended, after the guest began to.</summary>
    public TimeSpan AnnouncedEndPatience { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a call waits for a connection to come about.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Seconds between two questions whether the daemon is alive.</summary>
    public int KeepAliveSeconds { get; init; } = 3;

    /// <summary>Unanswered questions after which the connection is given up.</summary>
    public int KeepAliveCount { get; init; } = 4;

    /// <summary>How long disposing waits for calls that are under way.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest message of the library that is passed on, in characters.</summary>
    public int LongestMessage { get; init; } = 300;

    /// <summary>The largest user data, in bytes.</summary>
    public int LargestUserData { get; init; } = 1024 * 1024;

    /// <summary>Bytes of an image sent at a time.</summary>
    public int UploadChunk { get; init; } = 256 * 1024;

    /// <summary>Bytes of a console taken at a time.</summary>
    public int DownloadChunk { get; init; } = 64 * 1024;

    /// <summary>How many files of a console that were put aside are removed with its server, at most.</summary>
    public int MostOlderLogs { get; init; } = 100;

    /// <summary>
    /// Where the sockets are made that two QEMUs of this machine move a server over; both must be able to write there.
    /// </summary>
    public string SocketFolder { get; init; } = "/var/tmp";

    /// <summary>
    /// Whether disks that both sides see stay where they are also where libvirt knows of no shared file system. It
    /// takes such disks' owner away from the target then: right only where it does not change owners.
    /// </summary>
    public bool TrustsWitness { get; init; }

    /// <summary>The largest read-only disk that is copied to a target, in bytes.</summary>
    public int LargestSeed { get; init; } = 16 * 1024 * 1024;
}
