using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>A virtual machine of the host.</summary>
internal sealed class Machine(Guid id, int number, CimInstance settings)
{
    /// <summary>Its identity, in upper case as the host keeps it.</summary>
    public string Guid { get; } = id.ToString("D").ToUpperInvariant();

    /// <summary>From 1; no other machine that is there has it, for what has to differ.</summary>
    public int Number => number;

    /// <summary>Its <c>Msvm_VirtualSystemSettingData</c>.</summary>
    public CimInstance Settings { get; set; } = settings;

    /// <summary>Processor, memory, controllers, drives, disks, ports and connections.</summary>
    public List<CimInstance> Parts { get; } = [];

    /// <summary>Its checkpoints, the oldest first.</summary>
    public List<MachineCheckpoint> Checkpoints { get; } = [];

    /// <summary>What the host tells the guest, by name.</summary>
    public SortedDictionary<string, string> GuestItems { get; } = new(StringComparer.Ordinal);

    /// <summary>What was last reached.</summary>
    public int State { get; set; } = MachineStates.Off;

    /// <summary>Counts how often its system began to execute anew.</summary>
    public int Boots { get; set; }

    /// <summary>Where it is on its way to, or null.</summary>
    public Transition? Transition { get; set; }

    /// <summary>When <see cref="State"/> was reached.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>What the host shows as its state now.</summary>
    public int ShownState => Transition?.Shown ?? State;

    /// <summary>Whether it holds memory and files of the host.</summary>
    public bool HasPower => State is MachineStates.Running or MachineStates.Paused || Transition is not null;

    /// <summary>A machine with a disk has a system that listens.</summary>
    public bool HasSystem => Disks.Any();

    /// <summary>Whether its system can be reached over a network.</summary>
    public bool IsConnected => PartsOf("Msvm_SyntheticEthernetPortSettingData").Any();

    /// <summary>Paths of its disks.</summary>
    public IEnumerable<string> Disks => DisksIn(Parts);

    /// <summary>Paths of the disks among parts.</summary>
    public static IEnumerable<string> DisksIn(IEnumerable<CimInstance> parts) => parts
        .Where(part => part.Class.Name == "Msvm_StorageAllocationSettingData")
        .Select(part => part["HostResource"]).OfType<string>();

    /// <summary>Its parts of a class.</summary>
    public IEnumerable<CimInstance> PartsOf(string type) =>
        Parts.Where(part => string.Equals(part.Class.Name, type, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A change of state on its way.</summary>
/// <param name="Shown">The state that is shown meanwhile.</param>
/// <param name="Target">The state that it leads to.</param>
/// <param name="At">When it is there.</param>
internal sealed record Transition(int Shown, int Target, DateTimeOffset At);

/// <summary>Values of EnabledState, and of the older codes that hosts show in transitions.</summary>
internal static class MachineStates
{
    public const int Running = 2;
    public const int Off = 3;
    public const int ShuttingDown = 4;
    public const int Saved = 6;
    public const int Paused = 9;
    public const int Starting = 10;
    public const int Saving = 32773;
    public const int Pausing = 32776;
    public const int Resuming = 32777;

    /// <summary>A state in a word, for people.</summary>
    public static string NameOf(int state) => state switch
    {
        Running => "running",
        Off => "off",
        ShuttingDown => "stopping",
        Saved => "saved",
        Paused => "paused",
        Starting => "starting",
        Saving => "saving",
        Pausing => "pausing",
        Resuming => "resuming",
        _ => "unknown",
    };
}
