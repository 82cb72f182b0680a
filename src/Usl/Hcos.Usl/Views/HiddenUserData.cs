using System.Text.Json.Nodes;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;

namespace Hcos.Usl.Views;

/// <summary>
/// What a guest is given at its first boot may hold secrets. The log keeps it, because a server must be makeable again
/// from the log; whoever reads events or rows sees that there is some, and never what it says. Pure.
/// </summary>
internal static class HiddenUserData
{
    /// <summary>What stands in its place.</summary>
    public const string Redacted = "(redacted)";

    private const string Member = "userData";

    /// <summary>An event as people and programs outside may see it.</summary>
    public static IEvent In(IEvent happened) => happened switch
    {
        ServerRequested e => e with { Description = In(e.Description) },
        ServersRequested e => e with { Wanted = In(e.Wanted) },
        ServerPlaced e => e with { Spec = In(e.Spec) },
        CapacityClaimed e => e with { Spec = In(e.Spec) },
        SystemRequested e => e with { Spec = e.Spec with { Components = [.. e.Spec.Components.Select(In)] } },
        _ => happened,
    };

    /// <summary>A row as people and programs outside may see it.</summary>
    public static object In(object row) => row is SystemView system
        ? system with { Components = [.. system.Components.Select(part => part with { Spec = In(part.Spec) })] }
        : row;

    /// <summary>A command as people may see it.</summary>
    public static JsonNode? In(JsonNode? command)
    {
        switch (command)
        {
            case JsonObject members:
                foreach (var name in members.Select(member => member.Key).ToList())
                {
                    if (name == Member && members[name] is not null) members[name] = Redacted;
                    else In(members[name]);
                }

                break;
            case JsonArray items:
                foreach (var item in items) In(item);
                break;
            default:
                break;
        }

        return command;
    }

    private static ServerDescription In(ServerDescription wanted) =>
        wanted with { UserData = In(wanted.UserData) };

    private static ResourceSpec In(ResourceSpec wanted) => wanted.Server is { } server
        ? wanted with { Server = server with { UserData = In(server.UserData) } }
        : wanted;

    private static ComponentSpec In(ComponentSpec wanted) => wanted with { UserData = In(wanted.UserData) };

    private static string? In(string? data) => data is null ? null : Redacted;
}
