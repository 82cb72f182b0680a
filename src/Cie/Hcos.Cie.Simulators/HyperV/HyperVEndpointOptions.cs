namespace Hcos.Cie.Simulators.HyperV;

/// <summary>What a simulated Hyper-V host is like.</summary>
public sealed record HyperVEndpointOptions
{
    /// <summary>The port on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The user name that is let in.</summary>
    public string UserName { get; init; } = "Administrator";

    /// <summary>The password that goes with it; never shown.</summary>
    public required string Password { get; init; }

    /// <summary>What the account finds of Hyper-V.</summary>
    public HyperVAccess Access { get; init; }

    /// <summary>The host's computer name, in upper case as Windows keeps it.</summary>
    public string HostName { get; init; } = "HV-SIM-1";

    /// <summary>The identity of the host's hardware.</summary>
    public Guid HostId { get; init; } = new("5a1f2d7c-6a0e-4f0b-9c55-0d3a5b1c7e01");

    /// <summary>Logical processors of the host.</summary>
    public int Processors { get; init; } = 16;

    /// <summary>Memory of the host, in bytes.</summary>
    public long MemoryBytes { get; init; } = 64L << 30;

    /// <summary>Size of the host's one drive, in bytes.</summary>
    public long DriveBytes { get; init; } = 1L << 40;

    /// <summary>The folder of machines' disks on the host.</summary>
    public string DiskFolder { get; init; } = @"C:\HCOS\Disks";

    /// <summary>The folder of images on the host.</summary>
    public string ImageFolder { get; init; } = @"C:\HCOS\Images";

    /// <summary>Names of the images that are there, each a dynamic VHDX of one GiB.</summary>
    public IReadOnlyList<string> Images { get; init; } = ["hcos-guest"];

    /// <summary>Names of the switches that are there.</summary>
    public IReadOnlyList<string> Switches { get; init; } = ["default"];

    /// <summary>
    /// Where the host keeps what outlives it and what its guests serve; null keeps nothing, and nothing runs in
    /// machines. One endpoint at a time uses a folder.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>The token of the control API; null for no such API. Never shown.</summary>
    public string? ControlToken { get; init; }

    /// <summary>The port that machines' guests answer HTTP on, each on an address of its own.</summary>
    public int GuestPort { get; init; } = 80;

    /// <summary>How long a change of a machine's state takes.</summary>
    public TimeSpan TransitionTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a job takes that changes no machine's state.</summary>
    public TimeSpan JobTime { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Whether every change is a job, as on a busy host; otherwise those that a quiet host does at once are done.
    /// </summary>
    public bool EveryChangeIsAJob { get; init; }

    /// <summary>Whether it tells of changes of state to whoever subscribes; otherwise nobody may.</summary>
    public bool GrantsSubscriptions { get; init; } = true;

    /// <summary>How long a finished job stays readable.</summary>
    public TimeSpan JobLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The largest request, in bytes.</summary>
    public int LargestRequest { get; init; } = 512 * 1024;

    /// <summary>The most enumerations that are open at a time; the oldest is forgotten first.</summary>
    public int MostEnumerations { get; init; } = 256;

    /// <summary>The most items of one reply, whatever was asked for.</summary>
    public int MostItems { get; init; } = 1000;

    /// <summary>Never shows the password.</summary>
    public override string ToString() => $"{HostName} for {UserName}";
}
