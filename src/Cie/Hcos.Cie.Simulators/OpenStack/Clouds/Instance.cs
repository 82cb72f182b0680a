namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>A server of Nova's.</summary>
internal sealed record Instance(string Id, string Name, string ProjectId, string UserId)
{
    public required string ImageId { get; init; }

    public required Flavor Flavor { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    /// <summary>Its ordinal number, for the name that the hypervisor knows it by.</summary>
    public required ulong Number { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? UserData { get; init; }

    /// <summary>The hypervisor that it was asked to be on, or null for any.</summary>
    public string? WantedHypervisor { get; init; }

    /// <summary>The hypervisor that it is on; null before one was found.</summary>
    public string? Hypervisor { get; init; }

    public string VmState { get; init; } = VmStates.Building;

    /// <summary>What Nova is at work on, or null.</summary>
    public string? Work { get; init; }

    /// <summary>When that is done.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What Nova heard last from the hypervisor: 0 nothing, 1 running, 3 paused, 4 shut down.</summary>
    public int Power { get; init; }

    /// <summary>Counts how often its system began to execute anew.</summary>
    public int Boots { get; init; }

    public DateTimeOffset? LaunchedAt { get; init; }

    /// <summary>When its guest ended below Nova, which has not seen it yet.</summary>
    public DateTimeOffset? EndedBelowAt { get; init; }

    /// <summary>The sizes that it had before a resize that was not confirmed, or is to have after one.</summary>
    public Flavor? OtherFlavor { get; init; }

    /// <summary>The image that is being made of it, or that it is being made anew from.</summary>
    public string? OtherImage { get; init; }

    /// <summary>Why Nova could not do what it was asked, with a code.</summary>
    public string? Fault { get; init; }

    public DateTimeOffset? GoneAt { get; init; }

    public bool IsGone => GoneAt is not null;

    /// <summary>Nova shows most of what it is at work on as task state, but not a confirmation.</summary>
    public string? TaskState => Work == Works.Confirming ? null : Work;

    /// <summary>Whether a process stands for its system.</summary>
    public bool HasGuest => (Power is 1 or 3 || IsSuspended) && EndedBelowAt is null && !IsGone;

    /// <summary>Whether its memory is on disk: its process is there and stands still.</summary>
    public bool IsSuspended => VmState == VmStates.Suspended;

    /// <summary>The word that Nova makes of the states for people.</summary>
    public string Status => (VmState, Work) switch
    {
        (VmStates.Active, Works.Rebooting) => "REBOOT",
        (VmStates.Active, Works.RebootingHard) => "HARD_REBOOT",
        (VmStates.Active or VmStates.Stopped, Works.Resizing) => "RESIZE",
        (VmStates.Resized, Works.Reverting) => "REVERT_RESIZE",
        (VmStates.Active or VmStates.Stopped, Works.Rebuilding) => "REBUILD",
        (VmStates.Building, _) => "BUILD",
        (VmStates.Stopped, _) => "SHUTOFF",
        (VmStates.Resized, _) => "VERIFY_RESIZE",
        _ => VmState.ToUpperInvariant(),
    };
}

/// <summary>Nova's own states.</summary>
internal static class VmStates
{
    public const string Building = "building";
    public const string Active = "active";
    public const string Stopped = "stopped";
    public const string Paused = "paused";
    public const string Suspended = "suspended";
    public const string Resized = "resized";
    public const string Error = "error";
    public const string Deleted = "deleted";
}

/// <summary>What Nova can be at work on.</summary>
internal static class Works
{
    public const string Scheduling = "scheduling";
    public const string Spawning = "spawning";
    public const string PoweringOn = "powering-on";
    public const string PoweringOff = "powering-off";
    public const string Rebooting = "rebooting";
    public const string RebootingHard = "rebooting_hard";
    public const string Pausing = "pausing";
    public const string Unpausing = "unpausing";
    public const string Suspending = "suspending";
    public const string Resuming = "resuming";
    public const string Resizing = "resize_prep";
    public const string Reverting = "resize_reverting";
    public const string Confirming = "confirming";
    public const string Snapshot = "image_snapshot";
    public const string Rebuilding = "rebuilding";
    public const string Deleting = "deleting";
}
