using Hcos.Cie.Simulators.Control;

namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>What somebody else does and sees past the services. It takes effect at once.</summary>
internal sealed partial class Cloud
{
    public IReadOnlyList<OutsideMachine> Show() => [.. _instances.Values
        .Where(instance => !instance.IsGone)
        .Select(instance => new OutsideMachine(
            instance.Id,
            instance.Name,
            instance.TaskState ?? instance.VmState,
            instance is { HasGuest: true, Power: 1 }
                ? PortsOf(instance.Id).Select(AddressOf).FirstOrDefault()
                : null))];

    public string CreateOutside(string name, string? image)
    {
        var from = _images.Values.FirstOrDefault(one => image is null || one.Name == image)
            ?? throw RefusedException.Missing($"there is no image '{image}'");
        if (!IsName(name)) throw RefusedException.Invalid("the name is empty or too long");
        var wanted = new InstanceWanted(name, from.Id, _flavors.Keys.First())
        {
            NetworkIds = image is null ? [] : [Networks[0].Id],
        };
        var made = Create(wanted, Accounts[0]);
        var placed = Place(made, Now);
        Put(placed.Fault is null ? Rest(placed, VmStates.Stopped, 4, Now) : placed);
        return made.Id;
    }

    public bool SetOutside(string id, string state, int power)
    {
        if (Find(id) is not { } instance) return false;
        var after = Rest(instance, state, power, Now);
        var goesOn = instance.Power == 1 || instance.VmState is VmStates.Paused or VmStates.Suspended;
        Put(power == 1 && !goesOn ? Boot(after, Now) : after);
        return true;
    }

    public bool EndOutside(string id)
    {
        if (Find(id) is { HasGuest: true } instance) Put(instance with { EndedBelowAt = Now });
        return true;
    }

    public bool RemoveOutside(string id)
    {
        if (Find(id) is { } instance) Put(Gone(instance, Now));
        return true;
    }

    public bool NoteOutside(string id, string key, string value)
    {
        if (Find(id) is not { } instance) return false;
        Put(instance with
        {
            Metadata = new Dictionary<string, string>(instance.Metadata) { [key] = value },
            Tags = [.. instance.Tags, $"{key}.{value}"],
            Updated = Now,
        });
        return true;
    }

    public bool RenameOutside(string id, string name)
    {
        if (!IsName(name)) throw RefusedException.Invalid("the name is empty or too long");
        if (Find(id) is { } instance) Put(instance with { Name = name, Updated = Now });
        return true;
    }

    /// <summary>Whether a text can be the name of a server.</summary>
    public static bool IsName(string name) => name.Trim().Length is > 0 and <= 255;
}
