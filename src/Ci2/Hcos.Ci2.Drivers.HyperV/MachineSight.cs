using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>What a look at a machine shows that tells a change of its life. Pure.</summary>
/// <param name="Guid">Its identity on the host.</param>
/// <param name="Name">The name people gave it.</param>
/// <param name="State">What it is as a server.</param>
internal sealed record MachineSight(string Guid, string Name, ResourceState State)
{
    /// <summary>All machines, by what they are called.</summary>
    public static IReadOnlyDictionary<ResourceKey, MachineSight> Of(Machines machines) => machines.All.ToDictionary(
        machines.KeyOf, machine => new MachineSight(machine.Guid, machine.Name, machine.ServerState));

    /// <summary>What happened between two looks, as far as the second shows it.</summary>
    public static IEnumerable<NativeEvent> Between(
        IReadOnlyDictionary<ResourceKey, MachineSight> before, IReadOnlyDictionary<ResourceKey, MachineSight> after)
    {
        foreach (var (key, gone) in before.Where(old => !after.ContainsKey(old.Key)))
        {
            yield return new(key, NativeEventKind.Removed, null, $"gone/{gone.Guid}");
        }

        foreach (var (key, now) in after)
        {
            var then = before.GetValueOrDefault(key);
            if (then is null || then with { State = now.State } != now)
            {
                yield return new(key, NativeEventKind.Changed, now.State, then is null ? "new" : "described otherwise");
            }

            if (then is not null && then.State != now.State)
            {
                yield return new(key, NativeEventKind.StateChanged, now.State, $"{then.State}/{now.State}");
            }
        }
    }
}
