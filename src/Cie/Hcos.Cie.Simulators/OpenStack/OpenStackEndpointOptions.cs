namespace Hcos.Cie.Simulators.OpenStack;

/// <summary>What a simulated OpenStack is like.</summary>
public sealed record OpenStackEndpointOptions
{
    /// <summary>The port on loopback of all services; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The administrator's name.</summary>
    public string UserName { get; init; } = "admin";

    /// <summary>The administrator's password; never shown.</summary>
    public required string Password { get; init; }

    /// <summary>The administrator's project.</summary>
    public string Project { get; init; } = "simulated";

    /// <summary>Everybody else who is let in.</summary>
    public IReadOnlyList<OpenStackAccount> Accounts { get; init; } = [];

    /// <summary>The name of the region.</summary>
    public string Region { get; init; } = "Simulated";

    /// <summary>Names of the hypervisors.</summary>
    public IReadOnlyList<string> Hypervisors { get; init; } = ["simulated-1", "simulated-2"];

    /// <summary>Processors of each hypervisor.</summary>
    public int Processors { get; init; } = 16;

    /// <summary>Memory of each hypervisor, in MiB.</summary>
    public long Mebibytes { get; init; } = 32 * 1024;

    /// <summary>Local disk of each hypervisor, in GiB.</summary>
    public long Gibibytes { get; init; } = 500;

    /// <summary>How many processors of servers one of a hypervisor's is allowed to stand for.</summary>
    public double ProcessorRatio { get; init; } = 16;

    /// <summary>How many times as much memory as there is servers may be promised.</summary>
    public double MemoryRatio { get; init; } = 1;

    /// <summary>Memory that each hypervisor keeps for itself, in MiB.</summary>
    public long ReservedMebibytes { get; init; } = 512;

    /// <summary>Whether there is a Placement for clients.</summary>
    public bool HasPlacement { get; init; } = true;

    /// <summary>The role that Placement asks for.</summary>
    public string PlacementRole { get; init; } = "admin";

    /// <summary>Names of the images that are there, each of one GiB.</summary>
    public IReadOnlyList<string> Images { get; init; } = ["hcos-guest"];

    /// <summary>Names of the networks that are there.</summary>
    public IReadOnlyList<string> Networks { get; init; } = ["default"];

    /// <summary>Names of the external networks that are there, which floating addresses are of.</summary>
    public IReadOnlyList<string> ExternalNetworks { get; init; } = [];

    /// <summary>The quota of every project: security groups, its first one among them.</summary>
    public int MostSecurityGroups { get; init; } = 10;

    /// <summary>
    /// Where the cloud keeps what outlives it and what its guests serve; null keeps nothing, and nothing runs in
    /// servers. One endpoint at a time uses a folder.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>The token of the control API; null for no such API. Never shown.</summary>
    public string? ControlToken { get; init; }

    /// <summary>The port that servers' guests answer HTTP on, each on an address of its own.</summary>
    public int GuestPort { get; init; } = 80;

    /// <summary>How long Nova is at work on a change of a server.</summary>
    public TimeSpan TransitionTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a token is good.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After so long Nova has seen what became of a guest below it.</summary>
    public TimeSpan CompareTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long Nova remembers a server that is gone.</summary>
    public TimeSpan Remembrance { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The largest request, in bytes.</summary>
    public int LargestRequest { get; init; } = 512 * 1024;

    /// <summary>The largest content of an image, in bytes.</summary>
    public int LargestImage { get; init; } = 64 << 20;

    /// <summary>The most items of one page, whatever was asked for.</summary>
    public int MostItems { get; init; } = 1000;

    /// <summary>The most tokens that are good at a time; the oldest is forgotten first.</summary>
    public int MostTokens { get; init; } = 4096;

    /// <summary>Never shows the password.</summary>
    public override string ToString() => $"{Region} for {UserName}";
}
