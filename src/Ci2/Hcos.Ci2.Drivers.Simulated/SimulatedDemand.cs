using System.Text.Json;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>What a server needs at another estate.</summary>
internal sealed record SimulatedDemand(string Source, string Name, int Vcpus, long MemoryBytes, string? Network)
{
    public string Write() => JsonSerializer.Serialize(this);

    public static SimulatedDemand Read(string content)
    {
        try
        {
            return JsonSerializer.Deserialize<SimulatedDemand>(content) ?? throw new JsonException();
        }
        catch (JsonException broken)
        {
            throw new DriverException(DriverFailure.Invalid, "this was not written by a simulated driver", broken);
        }
    }

    public ResourceSpec Spec(ResourceKey server) =>
        new(new(Guid.TryParse(server.NativeId, out var id) ? id : Guid.Empty), ResourceKind.Server, Name)
        {
            Server = new(Vcpus, MemoryBytes, Network: Network),
        };
}
