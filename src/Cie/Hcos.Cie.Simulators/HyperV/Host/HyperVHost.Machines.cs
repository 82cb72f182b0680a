using System.Globalization;
using Hcos.Cie.Simulators.Guests;
using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>Making machines, changing what they consist of, removing them.</summary>
internal sealed partial class HyperVHost
{
    private const string SettingsOutput = "ResultingResourceSettings";
    private const int LongestName = 100;

    private MethodReply CallManagement(MethodCall call) => call.Method switch
    {
        "DefineSystem" => DefineSystem(call),
        "DestroySystem" => DestroySystem(MachineOf(call.References("AffectedSystem"), "Name")),
        "ModifySystemSettings" => ModifySystem(call.Instance("SystemSettings")),
        "AddResourceSettings" => AddParts(call),
        "ModifyResourceSettings" => ModifyParts(call.Instances("ResourceSettings")),
        "RemoveResourceSettings" => RemoveParts(call),
        "AddKvpItems" => TellGuest(call, isNew: true),
        "ModifyKvpItems" => TellGuest(call, isNew: false),
        "GetSummaryInformation" => new(0, [.. _machines.Select(machine =>
            ("SummaryInformation", (object)new Shown(Summary(machine))))]),
        _ => throw NoSuchMethod(call),
    };

    private MethodReply DefineSystem(MethodCall call)
    {
        var wanted = call.Instances("SystemSettings") is [var given, ..]
            ? given
            : new("Msvm_VirtualSystemSettingData");
        var name = wanted["ElementName"] ?? "New Virtual Machine";
        var machine = NewMachine(name);
        machine.Settings.Take(wanted);
        machine.Settings.Set("VirtualSystemIdentifier", machine.Guid);
        foreach (var part in call.Instances("ResourceSettings"))
        {
            Check(part);
            machine.PartsOf(part.Class.Name).First().Take(part);
        }

        _machines.Add(machine);
        return Changed("Defining virtual machine", "ResultingSystem", Show(machine));
    }

    private Machine NewMachine(string name)
    {
        if (!IsName(name) || _machines.Count == GuestNetwork.MostGuests)
        {
            throw Fails(MethodFailure.InvalidParameter("the name is empty or too long, or the host is full"));
        }

        var id = NextId();
        var number = Enumerable.Range(1, GuestNetwork.MostGuests)
            .Except(_machines.Select(other => other.Number)).First();
        var machine = new Machine(id, number, new("Msvm_VirtualSystemSettingData")) { Since = Now };
        machine.Settings
            .Set("InstanceID", $"Microsoft:{machine.Guid}")
            .Set("VirtualSystemIdentifier", machine.Guid)
            .Set("BIOSGUID", NextId().ToString("B").ToUpperInvariant())
            .Set("ElementName", name)
            .Set("VirtualSystemType", "Microsoft:Hyper-V:System:Realized")
            .Set("VirtualSystemSubType", "Microsoft:Hyper-V:SubType:1")
            .Set("AutomaticStartupAction", 2)
            .Set("AutomaticShutdownAction", 3)
            .Set("ConfigurationID", machine.Guid)
            .Set("CreationTime", Now)
            .Set("Version", "10.0");
        AddFirstParts(machine);
        return machine;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName;

    private MethodReply DestroySystem(Machine machine)
    {
        if (machine.HasPower) throw Fails(MethodFailure.InvalidState("the machine must be off"));
        _machines.Remove(machine);
        return Changed("Destroying virtual machine", null);
    }

    private MethodReply ModifySystem(CimInstance settings)
    {
        var there = Instances(SettingsClass).FirstOrDefault(one => string.Equals(
            one["InstanceID"], settings["InstanceID"], StringComparison.OrdinalIgnoreCase))
            ?? throw Fails(MethodFailure.InvalidParameter("there is no such machine or checkpoint"));
        there.Take(settings);
        return Changed("Modifying virtual machine", null);
    }

    private MethodReply AddParts(MethodCall call)
    {
        var machine = MachineOf(call.References("AffectedConfiguration"), "InstanceID");
        var wanted = call.Instances("ResourceSettings");
        foreach (var part in wanted)
        {
            Check(part);
            CheckPlace(part, machine);
        }

        return Changed("Adding resources", SettingsOutput, [.. wanted.Select(part => AddPart(machine, Stored(part)))]);
    }

    /// <summary>A controller has one drive at each of its addresses.</summary>
    private static void CheckPlace(CimInstance part, Machine machine)
    {
        if (part["Parent"] is not { } parent || part["AddressOnParent"] is not { } address) return;
        var controller = machine.Parts.Find(one => one.IsAt(parent));
        if (controller is not null && machine.Parts.Exists(other =>
            other["AddressOnParent"] == address && controller.IsAt(other["Parent"] ?? "")))
        {
            throw Fails(MethodFailure.InvalidParameter("the address on the controller is in use"));
        }
    }

    /// <summary>A disk is listed as storage, whatever class it was given as.</summary>
    private static CimInstance Stored(CimInstance part)
    {
        var isDisk = part["ResourceType"] == "31";
        var stored = new CimInstance(isDisk ? "Msvm_StorageAllocationSettingData" : part.Class.Name);
        stored.Take(part);
        return stored;
    }

    private MethodReply ModifyParts(IReadOnlyList<CimInstance> wanted)
    {
        var found = wanted.Select(part => (part, there: PartAt(part["InstanceID"]))).ToList();
        foreach (var (part, _) in found) Check(part);
        foreach (var (part, there) in found)
        {
            if (FindMachine(there["InstanceID"]!.Split(':', '\\')[1])!.HasPower && !IsConnection(there))
            {
                throw Fails(MethodFailure.InvalidState("the machine must be off"));
            }

            there.Take(part);
        }

        return Changed("Modifying resources", SettingsOutput, [.. found.Select(pair => pair.there)]);
    }

    private MethodReply RemoveParts(MethodCall call)
    {
        foreach (var reference in call.References("ResourceSettings"))
        {
            var part = PartAt(reference.GetValueOrDefault("InstanceID"));
            foreach (var machine in _machines) machine.Parts.Remove(part);
        }

        return Changed("Removing resources", null);
    }

    private MethodReply TellGuest(MethodCall call, bool isNew)
    {
        var machine = MachineOf(call.References("TargetSystem"), "Name");
        foreach (var item in call.Instances("DataItems"))
        {
            var (name, data) = (item["Name"] ?? "", item["Data"] ?? "");
            if (name.Length is 0 or > 255 || data.Length > 1024 || machine.GuestItems.ContainsKey(name) == isNew)
            {
                throw Fails(MethodFailure.InvalidParameter("the item is too long, is there, or is not there"));
            }

            machine.GuestItems[name] = data;
        }

        return Begin("Telling the guest", _options.JobTime);
    }

    private CimInstance PartAt(string? instanceId) => _machines
        .SelectMany(machine => machine.Parts)
        .FirstOrDefault(part => string.Equals(part["InstanceID"], instanceId, StringComparison.OrdinalIgnoreCase))
        ?? throw Fails(MethodFailure.InvalidParameter("there is no such part"));

    private static bool IsConnection(CimInstance part) => part.Class.Name == "Msvm_EthernetPortAllocationSettingData";

    /// <summary>Refuses what cannot be.</summary>
    private void Check(CimInstance part)
    {
        var quantity = part["VirtualQuantity"] is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 1;
        var most = part.Class.Name == "Msvm_ProcessorSettingData" ? _options.Processors : 12L << 20;
        if (quantity < 1 || quantity > most) throw Fails(MethodFailure.InvalidParameter("the quantity cannot be"));
        if (part["Parent"] is { } parent && !_machines.SelectMany(machine => machine.Parts).Any(p => p.IsAt(parent)))
        {
            throw Fails(MethodFailure.InvalidParameter("the parent is not there"));
        }

        if (part["HostResource"] is not { } resource) return;
        var isThere = IsConnection(part)
            ? _switches.Exists(found => found.IsAt(resource))
            : _disks.ContainsKey(resource);
        if (!isThere) throw Fails(MethodFailure.FileNotFound($"'{resource}' is not there"));
    }
}
