using System.CommandLine;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Connecting;
using Hcos.Usl.CommandLine.Output;
using Hcos.Usl.Services;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Why a server is where it is, and where others would go.</summary>
internal static class PlacementCommands
{
    private static readonly string[] NotPlaced = ["name", "start", "userData"];

    /// <summary>Where servers would go, without any being asked for.</summary>
    public static Command Simulate(ConnectionOptions options)
    {
        var operation = OperationTable.OfContracts().Find("servers.create-many")!;
        var command = new Command("simulate", Texts.WithExample(
            "Tells where servers of a kind would go now, and why not all of them; nothing changes.",
            "placements simulate --count 200 --vcpus 2 --memory 4GiB --policy consolidated"));
        var members = operation.Members.Where(member => !NotPlaced.Contains(member.Name))
            .Select(member => MemberOption.Of(member with { IsRequired = false }, hasSubject: true)).ToList();
        foreach (var member in members) command.Add((Option)member.Symbol);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var body = MemberOption.BodyOf(members, invocation.Parsed);
            body["name"] = "simulated";
            body.TryAdd("count", 1);
            var path = ApiClient.Address(operation.Route, null, ("plan", "true"));
            var answer = await invocation.Api
                .SendAsync(HttpMethod.Post, path, body.ToJsonString(), "application/json", null, cancellationToken)
                .ConfigureAwait(false);
            Print(invocation, (JsonObject)answer["plan"]!);
            return 0;
        });
        return command;
    }

    public static Command Explain(ConnectionOptions options)
    {
        var command = new Command("explain", Texts.WithExample(
            "Explains where a server was placed and why, or why not on a host.",
            "placements explain web-1 --not node-2"));
        var server = new Argument<string>("SERVER") { Description = "name or id" };
        var not = new Option<string?>("--not") { Description = "name or native id of a host: why not there" };
        var at = new Option<string?>("--at") { Description = "as it was: an RFC 3339 instant or a bookmark" };
        command.Add(server);
        command.Add(not);
        command.Add(at);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var parsed = invocation.Parsed;
            var path = ApiClient.Address(
                "/v1/placements/{id}",
                parsed.GetValue(server),
                ("not", parsed.GetValue(not)),
                ("at", parsed.GetValue(at)));
            Printer.Object(invocation, await invocation.Api.GetAsync(path, cancellationToken).ConfigureAwait(false));
            return 0;
        });
        return command;
    }

    private static void Print(Invocation invocation, JsonObject plan)
    {
        if (invocation.IsJson)
        {
            Printer.Object(invocation, plan);
            return;
        }

        invocation.Out.WriteLine($"there is a place for {plan["placed"]}");
        if (plan["reason"] is { } reason) invocation.Out.WriteLine(Columns.Text(reason));
        foreach (var share in (plan["hosts"] as JsonArray ?? []).OfType<JsonObject>())
        {
            invocation.Out.WriteLine($"  {share["servers"],6} on {share["hostName"]}");
        }
    }
}
