using System.Globalization;
using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>
/// Checkpoints of machines that are off. A checkpoint keeps the files that a machine wrote, and lets it write on in
/// further ones beside them; what no checkpoint keeps any more is merged.
/// </summary>
internal sealed partial class HyperVHost
{
    private const string SettingsClass = "Msvm_VirtualSystemSettingData";

    private MethodReply CallCheckpoints(MethodCall call) => call.Method switch
    {
        "CreateSnapshot" => TakeCheckpoint(MachineOf(call.References("AffectedSystem"), "Name")),
        "ApplySnapshot" => ApplyCheckpoint(CheckpointAt(call.References("Snapshot"))),
        "DestroySnapshot" => DestroyCheckpoint(CheckpointAt(call.References("AffectedSnapshot"))),
        _ => throw NoSuchMethod(call),
    };

    private MethodReply TakeCheckpoint(Machine machine)
    {
        CheckOff(machine);
        var guid = NextId().ToString("D").ToUpperInvariant();
        var settings = new CimInstance(SettingsClass);
        settings.Take(machine.Settings);
        settings
            .Set("InstanceID", $"Microsoft:{guid}")
            .Set("VirtualSystemType", "Microsoft:Hyper-V:Snapshot:Realized")
            .Set("ElementName", string.Create(
                CultureInfo.InvariantCulture, $"{machine.Settings["ElementName"]} - ({Now:MM/dd/yyyy - HH:mm:ss})"))
            .Set("ConfigurationID", guid)
            .Set("CreationTime", Now);
        var checkpoint = new MachineCheckpoint(settings, Copies(machine.Parts, machine.Guid, guid));
        machine.Checkpoints.Add(checkpoint);
        WriteOn(machine);
        machine.Settings["Parent"] = settings.Path(Name);
        return Begin("Taking a checkpoint", _options.JobTime, settings);
    }

    private MethodReply ApplyCheckpoint((Machine Machine, MachineCheckpoint Checkpoint) at)
    {
        var (machine, checkpoint) = at;
        CheckOff(machine);
        var files = Chain(machine);
        Restore(machine.Settings, checkpoint.Settings);
        machine.Parts.Clear();
        machine.Parts.AddRange(Copies(checkpoint.Parts, checkpoint.Guid, machine.Guid));
        WriteOn(machine);
        machine.Settings["Parent"] = checkpoint.Settings.Path(Name);
        Merge(files);
        return Begin("Applying a checkpoint", _options.JobTime, Show(machine));
    }

    private MethodReply DestroyCheckpoint((Machine Machine, MachineCheckpoint Checkpoint) at)
    {
        var (machine, checkpoint) = at;
        var files = Chain(machine);
        machine.Checkpoints.Remove(checkpoint);
        var all = machine.Checkpoints.Select(other => other.Settings).Append(machine.Settings);
        foreach (var settings in all.Where(settings => checkpoint.Settings.IsAt(settings["Parent"] ?? "")))
        {
            settings["Parent"] = checkpoint.Settings["Parent"];
        }

        Merge(files);
        return Begin("Removing a checkpoint", _options.JobTime);
    }

    private static void CheckOff(Machine machine)
    {
        if (machine is not { State: MachineStates.Off, Transition: null })
        {
            throw Fails(MethodFailure.InvalidState("this host keeps and puts back machines that are off only"));
        }
    }

    private (Machine Machine, MachineCheckpoint Checkpoint) CheckpointAt(
        IReadOnlyList<IReadOnlyDictionary<string, string>> references)
    {
        var id = references.Count == 1 ? references[0].GetValueOrDefault("InstanceID") : null;
        return _machines
            .SelectMany(machine => machine.Checkpoints.Select(checkpoint => (machine, checkpoint)))
            .Where(pair => string.Equals(
                pair.checkpoint.Settings["InstanceID"], id, StringComparison.OrdinalIgnoreCase))
            .Cast<(Machine, MachineCheckpoint)?>()
            .FirstOrDefault() ?? throw Fails(MethodFailure.FileNotFound("there is no such checkpoint"));
    }

    /// <summary>A machine keeps what it is, and the name that people gave it.</summary>
    private static void Restore(CimInstance machine, CimInstance checkpoint)
    {
        string[] own = ["VirtualSystemType", "ElementName", "ConfigurationID", "CreationTime"];
        var kept = own.Select(name => (name, machine[name])).ToList();
        machine.Take(checkpoint);
        foreach (var (name, value) in kept) machine[name] = value;
    }

    private static List<CimInstance> Copies(IEnumerable<CimInstance> parts, string from, string to) =>
    [
        .. parts.Select(part =>
        {
            var copy = new CimInstance(part.Class);
            copy.Take(part);
            copy["InstanceID"] = part["InstanceID"]!.Replace(from, to, StringComparison.OrdinalIgnoreCase);
            return copy;
        }),
    ];

    /// <summary>Lets a machine write its disks on in further files.</summary>
    private void WriteOn(Machine machine)
    {
        foreach (var part in machine.PartsOf("Msvm_StorageAllocationSettingData"))
        {
            if (part["HostResource"] is not { } path || !_disks.TryGetValue(path, out var disk)) continue;
            var further = $"{FirstOf(path)[..^".vhdx".Length]}_{NextId():D}.avhdx";
            _disks[further] = new(further, VirtualDisk.Differencing, disk.MaxInternalSize, disk.Path, 4L << 20, Now);
            part["HostResource"] = further;
        }
    }

    private static string FirstOf(string path) =>
        IsFurther(path) ? $"{path[..path.LastIndexOf('_')]}.vhdx" : path;

    private static bool IsFurther(string path) => path.EndsWith(".avhdx", StringComparison.OrdinalIgnoreCase);

    /// <summary>All files that hold what is, or was at a checkpoint, on a machine's disks.</summary>
    private HashSet<string> Chain(Machine machine)
    {
        var files = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var first in machine.Disks.Concat(machine.Checkpoints.SelectMany(DisksOf)))
        {
            for (var path = first; path is not null && files.Add(path) && IsFurther(path);)
            {
                path = _disks.GetValueOrDefault(path)?.ParentPath;
            }
        }

        return files;
    }

    private static IEnumerable<string> DisksOf(MachineCheckpoint checkpoint) => Machine.DisksIn(checkpoint.Parts);

    /// <summary>Puts together what is apart for no checkpoint any more, and forgets what nobody reads.</summary>
    private void Merge(IReadOnlySet<string> files)
    {
        while (files.FirstOrDefault(IsLeft) is { } left)
        {
            var further = Further(left).SingleOrDefault();
            if (further is null) _disks.Remove(left);
            else Fold(_disks[left], further);
        }
    }

    private IEnumerable<VirtualDisk> Further(string path) => _disks.Values.Where(disk => IsFurther(disk.Path)
        && string.Equals(disk.ParentPath, path, StringComparison.OrdinalIgnoreCase));

    private bool IsLeft(string path)
    {
        var used = _machines.SelectMany(machine => machine.Disks.Concat(machine.Checkpoints.SelectMany(DisksOf)));
        if (!_disks.ContainsKey(path) || used.Contains(path, StringComparer.OrdinalIgnoreCase)) return false;
        var further = Further(path).Count();
        return further == 1 || (further == 0 && IsFurther(path));
    }

    private void Fold(VirtualDisk into, VirtualDisk further)
    {
        _disks[into.Path] = into with
        {
            Letter = further.Letter ?? into.Letter,
            MaxInternalSize = further.MaxInternalSize,
        };
        _disks.Remove(further.Path);
        foreach (var disk in Further(further.Path).ToList()) _disks[disk.Path] = disk with { ParentPath = into.Path };
        var parts = _machines.SelectMany(machine =>
            machine.Parts.Concat(machine.Checkpoints.SelectMany(checkpoint => checkpoint.Parts)));
        foreach (var part in parts)
        {
            if (string.Equals(part["HostResource"], further.Path, StringComparison.OrdinalIgnoreCase))
            {
                part["HostResource"] = into.Path;
            }
        }
    }
}
