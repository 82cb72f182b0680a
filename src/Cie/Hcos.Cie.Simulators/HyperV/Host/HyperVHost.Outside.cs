using Hcos.Cie.Simulators.Control;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>What somebody else does and sees past WS-Management.</summary>
internal sealed partial class HyperVHost
{
    public IReadOnlyList<string> Guids() => [.. _machines.Select(machine => machine.Guid)];

    public IReadOnlyList<string> Files() => [.. _disks.Keys];

    public string CreateOutside(string name)
    {
        var machine = NewMachine(name);
        _machines.Add(machine);
        return machine.Guid;
    }

    /// <summary>Makes a machine with a disk over an image and a network card, so that it has a system.</summary>
    public string CreateOutside(string name, string image)
    {
        var parent = _disks.GetValueOrDefault($@"{_options.ImageFolder}\{image}.vhdx")
            ?? throw Fails(MethodFailure.FileNotFound($"there is no image '{image}'"));
        var machine = NewMachine(name);
        var path = $@"{_options.DiskFolder}\{machine.Guid}.vhdx";
        _disks[path] = new(path, VirtualDisk.Differencing, parent.MaxInternalSize, parent.Path, 4L << 20, Now);
        AddDisk(machine, path);
        AddNetworkCard(machine);
        _machines.Add(machine);
        return machine.Guid;
    }

    public string CopyOutside(string guid)
    {
        var original = FindMachine(guid)!;
        var copy = NewMachine(original.Settings["ElementName"]!);
        var (id, created) = (copy.Settings["VirtualSystemIdentifier"]!, copy.Settings["CreationTime"]!);
        copy.Settings.Take(original.Settings);
        copy.Settings.Set("VirtualSystemIdentifier", id).Set("CreationTime", created);
        CopyParts(original, copy);
        _machines.Add(copy);
        return copy.Guid;
    }

    public bool SetOutside(string guid, int state)
    {
        if (FindMachine(guid) is not { } machine) return false;
        if (machine.State != state || machine.Transition is not null) Reach(machine, state, Now);
        return true;
    }

    public int BootsOf(string guid) => FindMachine(guid)?.Boots ?? 0;

    public bool RemoveOutside(string guid) => FindMachine(guid) is { } machine && _machines.Remove(machine);

    public bool RemoveFileOutside(string path) => _disks.Remove(path);

    public bool BreakFileOutside(string path)
    {
        if (_disks.TryGetValue(path, out var disk)) _disks[path] = disk with { IsBroken = true };
        return disk is not null;
    }

    public bool WriteOutside(string guid, char letter)
    {
        if (FindMachine(guid)?.Disks.FirstOrDefault() is not { } path || !_disks.TryGetValue(path, out var disk))
        {
            return false;
        }

        _disks[path] = disk with { Letter = letter };
        return true;
    }

    public char? ReadOutside(string guid)
    {
        var path = FindMachine(guid)?.Disks.FirstOrDefault();
        while (path is not null && _disks.TryGetValue(path, out var disk))
        {
            if (disk.Letter is { } letter) return letter;
            path = disk.ParentPath;
        }

        return null;
    }

    public bool KeepOutside(string guid, string? note)
    {
        var settings = FindMachine(guid)!.Settings;
        var notes = settings.Values("Notes");
        if (note is not null) settings.Set("Notes", [.. notes, note]);
        TakeCheckpoint(FindMachine(guid)!);
        settings.Set("Notes", notes);
        return true;
    }

    public bool NoteOutside(string guid, string note)
    {
        if (FindMachine(guid) is not { } machine) return false;
        machine.Settings.Set("Notes", [.. machine.Settings.Values("Notes"), note]);
        return true;
    }

    public bool RenameOutside(string guid, string name)
    {
        if (!IsName(name)) throw Fails(MethodFailure.InvalidParameter("the name is empty or too long"));
        FindMachine(guid)?.Settings.Set("ElementName", name);
        return true;
    }

    public IReadOnlyList<OutsideMachine> Show() => [.. _machines.Select(machine => new OutsideMachine(
        machine.Guid,
        machine.Settings["ElementName"]!,
        MachineStates.NameOf(machine.ShownState),
        machine is { HasSystem: true, IsConnected: true, State: MachineStates.Running } ? Address(machine) : null))];

    public string? FindByNotes(string text) => _machines.Find(machine => machine.Settings.Values("Notes")
        .Any(note => note.Contains(text, StringComparison.OrdinalIgnoreCase)))?.Guid;

    public IReadOnlyDictionary<string, string> ToldToGuest(string guid) =>
        FindMachine(guid)?.GuestItems.ToDictionary() ?? [];
}
