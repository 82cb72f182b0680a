using System.Text.Json;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>What a server needs and was found.</summary>
/// <param name="Image">The image.</param>
/// <param name="NetworkId">Neutron's identity of its network, or null for none.</param>
/// <param name="Hypervisor">The name of the hypervisor it is to be on, or null for any.</param>
/// <param name="Sizes">Its sizes.</param>
internal sealed record ServerNeeds(JsonElement Image, string? NetworkId, string? Hypervisor, FlavorSizes Sizes);
