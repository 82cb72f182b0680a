using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hcos.Ci2.Drivers.OpenStack.Http;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>What guests wrote to their consoles. Nova is asked by an action, which changes nothing.</summary>
internal sealed class OpenStackConsole(OpenStackClient client, OpenStackInventory inventory, OpenStackOptions options)
{
    /// <summary>The end of it. Nova tells of servers that execute only.</summary>
    public async Task<ConsoleLog> ReadAsync(ResourceKey key, int mostBytes, CancellationToken cancellationToken)
    {
        if (mostBytes is < 1 or > ConsoleLog.MostBytes)
        {
            throw new DriverException(DriverFailure.Invalid, $"a console is read by 1 to {ConsoleLog.MostBytes} bytes");
        }

        var server = await inventory.FindAsync(key, cancellationToken).ConfigureAwait(false) ?? throw Missing();
        if (server.State.State is not (ResourceState.Running or ResourceState.Paused)) return ConsoleLog.Empty;
        var reply = await client.AskAsync(
            Services.Compute,
            $"/servers/{server.Id}/action",
            new JsonObject { ["os-getConsoleOutput"] = new JsonObject() },
            cancellationToken).ConfigureAwait(false);
        switch (reply.Status)
        {
            case HttpStatusCode.OK:
                return End(Json.Parse(reply.Body).Text("output") ?? "", mostBytes);
            case HttpStatusCode.NotFound:
                // Of the server, or of its console.
                return await inventory.FindAsync(key, cancellationToken).ConfigureAwait(false) is null
                    ? throw Missing()
                    : ConsoleLog.Empty;
            case HttpStatusCode.Conflict:
                return ConsoleLog.Empty;
            default:
                throw OpenStackErrors.Exception(Services.Compute, reply, changing: false, options.LongestMessage);
        }
    }

    private static ConsoleLog End(string output, int mostBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(output);
        return bytes.Length <= mostBytes
            ? new(output, false)
            : new(Encoding.UTF8.GetString(bytes.AsSpan(bytes.Length - mostBytes)), true);
    }

    private static DriverException Missing() => new(DriverFailure.Missing, "the server is not there");
}
