using Hcos.Cie.Simulators.Guests;

namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>What runs in servers.</summary>
internal sealed partial class Cloud
{
    private const int LinesOfABoot = 3;

    /// <inheritdoc/>
    public DateTimeOffset? NextDue => _instances.Values.Min(
        instance => instance.DueAt ?? (instance.EndedBelowAt + _options.CompareTime));

    /// <inheritdoc/>
    public IReadOnlyList<GuestWanted> Guests() =>
    [
        .. from instance in _instances.Values
           where instance.HasGuest
           let port = PortsOf(instance.Id).FirstOrDefault()
           where port is not null
           select new GuestWanted(
               instance.Id, instance.Boots, instance.Name, AddressOf(port), instance.Power != 1),
    ];

    /// <summary>Nova does not see by itself that a guest ended below it.</summary>
    public void EndGuest(GuestWanted guest)
    {
        if (_instances.GetValueOrDefault(guest.Machine) is { HasGuest: true } instance && instance.Boots == guest.Boot)
        {
            Put(instance with { EndedBelowAt = Now });
        }
    }

    /// <summary>The address of a port.</summary>
    public string AddressOf(Port port) => GuestNetwork.AddressOf(_block, port.Number);

    /// <summary>The range that all ports' addresses are in.</summary>
    public string Range => $"{GuestNetwork.AddressOf(_block, 0)}/22";

    /// <summary>The ports that a server has.</summary>
    public IEnumerable<Port> PortsOf(string instance) => _ports.Values.Where(port => port.DeviceId == instance);

    /// <summary>What the server's system wrote to its console.</summary>
    /// <param name="instance">The server.</param>
    /// <param name="length">How many lines from the end; null for all.</param>
    public static string Console(Instance instance, int? length)
    {
        var lines = Enumerable.Range(1, instance.Boots).SelectMany(boot => new[]
        {
            $"[    0.000000] simulated guest of {instance.Name}, start {boot}",
            "[    0.100000] this is a process that answers HTTP, and no system",
            $"{instance.Name} login:",
        });
        return string.Concat(
            lines.Skip(length is { } count ? Math.Max(0, (instance.Boots * LinesOfABoot) - count) : 0)
                .Select(line => $"{line}\n"));
    }
}
