using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>
/// Security groups that nothing is a member of, named from a server's id. Nova looks for the group that a create names
/// before it makes anything, for a server without a network too.
/// </summary>
internal sealed class PermitGroups(OpenStackClient client)
{
    private const string Path = "/v2.0/security-groups";

    /// <summary>Makes one; answers Neutron's id of it.</summary>
    public async Task<string> MakeAsync(Guid id, CancellationToken cancellationToken)
    {
        var group = new JsonObject
        {
            ["name"] = ServerMark.Tag(id),
            ["description"] = "permits one create of a server; goes when the server is there",
        };
        try
        {
            var reply = await client.ChangeAsync(
                HttpMethod.Post,
                Services.Network,
                Path,
                new JsonObject { ["security_group"] = group },
                cancellationToken).ConfigureAwait(false);
            var made = Json.Parse(reply.Body).Member("security_group");
            return (made ?? throw OpenStackErrors.Odd("no security group")).Required("id");
        }
        catch (DriverException lacking) when (lacking.Failure == DriverFailure.Missing)
        {
            throw Lacking(lacking);
        }
    }

    /// <summary>Removes all of a server; false when there was none.</summary>
    public async Task<bool> RemoveAsync(Guid id, CancellationToken cancellationToken)
    {
        var groups = await client.ListOrNoneAsync(
            Services.Network, $"{Path}?name={ServerMark.Tag(id)}", "security_groups", cancellationToken)
            .ConfigureAwait(false);
        foreach (var group in groups)
        {
            await client.TryDeleteAsync(Services.Network, $"{Path}/{group.Required("id")}", cancellationToken)
                .ConfigureAwait(false);
        }

        return groups.Count > 0;
    }

    private static DriverException Lacking(DriverException inner) => new(
        DriverFailure.Invalid,
        "this OpenStack has no security groups, so a create of a server without a network that arrives late could not "
            + "be refused: give the server a network",
        inner);
}
