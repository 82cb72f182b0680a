using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hcos.Host.Local;

namespace Hcos.Host.Commands;

/// <summary><c>status</c>: layers, environments, versions, ages, parked streams.</summary>
internal static class StatusCommand
{
    /// <summary>An owner that announced nothing for so long counts as away.</summary>
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var command = new Command(
            "status", "Shows layers, environments and parked streams. Example: hcos status --output json");
        var data = CommonOptions.Data();
        var output = new Option<string>("--output")
        {
            DefaultValueFactory = _ => "table",
            Description = "table or json",
        };
        output.AcceptOnlyFromAmong("table", "json");
        command.Options.Add(data);
        command.Options.Add(output);
        command.SetAction((parsed, cancellationToken) => ShowAsync(
            new DataFolder(parsed.GetValue(data)), parsed.GetValue(output) == "json", cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(DataFolder data, bool json, CancellationToken cancellationToken)
    {
        if (!File.Exists(data.UrlFile)) throw new LocalException("the platform is not running; ./hcos up starts it");
        var url = await File.ReadAllTextAsync(data.UrlFile, cancellationToken).ConfigureAwait(false);
        using var api = new ApiClient(url, data.EnsureToken());
        var ready = await api.GetHealthAsync(cancellationToken).ConfigureAwait(false);
        var environments = await api.GetAsync("/v1/environments", cancellationToken).ConfigureAwait(false);
        if (json)
        {
            var all = new JsonObject { ["url"] = url, ["platform"] = ready, ["environments"] = environments };
            Console.Out.WriteLine(all.ToJsonString());
            return 0;
        }

        Console.Out.WriteLine($"{url}  version {ready?["version"]}");
        Console.Out.WriteLine($"{"LAYER",-6} {"READY",-6} {"EPOCH",6} {"HEAD",9} {"OWED",6} {"AGE",8}  PARKED");
        foreach (var log in ready?["logs"]?.AsArray() ?? []) Console.Out.WriteLine(LineOf(log!));

        foreach (var environment in environments?["items"]?.AsArray() ?? [])
        {
            var (version, reason) = (environment!["version"], environment["reason"]);
            Console.Out.WriteLine(
                $"environment {environment["name"]}: {environment["reachability"]} {version} {reason}");
        }

        return 0;
    }

    private static string LineOf(JsonNode log)
    {
        var age = TimeSpan.Parse($"{log["age"]}", CultureInfo.InvariantCulture);
        var owner = log["owner"];
        var parked = string.Join(", ", owner?["parked"]?.AsArray().Select(name => $"{name}") ?? []);
        var isReady = age < SilentAfter && owner?["hasCaughtUp"]?.GetValue<bool>() == true;
        var told = string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0.0} s");
        return $"{log["layer"],-6} {isReady,-6} {log["epoch"],6} {log["head"],9} {owner?["owed"],6} {told,8}  {parked}";
    }
}
