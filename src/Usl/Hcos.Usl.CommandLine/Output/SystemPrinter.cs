using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Commands;

namespace Hcos.Usl.CommandLine.Output;

/// <summary>Prints a business system: how it stands, why, and each of its instances.</summary>
internal static class SystemPrinter
{
    public static void Show(Invocation invocation, JsonObject system)
    {
        var output = invocation.Out;
        var since = system["since"] is { } time ? $", since {Columns.Text(time)}" : "";
        output.WriteLine($"{Columns.Text(system["name"])}: {Columns.Text(system["health"])}{since}");
        if (system["heal"] is JsonValue heal && !heal.GetValue<bool>()) output.WriteLine("  healing is off");
        foreach (var reason in system["reasons"] as JsonArray ?? [])
        {
            output.WriteLine($"  because {Columns.Text(reason)}");
        }

        var components = (system["components"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        foreach (var component in components)
        {
            var spec = component["spec"];
            var needs = spec?["dependsOn"] is JsonArray { Count: > 0 } names ? $", needs {Columns.Text(names)}" : "";
            output.WriteLine(
                $"  {Columns.Text(component["name"])}: {Columns.Text(component["count"])} wanted"
                + $" of {Columns.Text(spec?["image"])}{needs}");
        }

        Printer.Rows(invocation, "instances", [.. components.SelectMany(Instances)]);
    }

    private static IEnumerable<JsonObject> Instances(JsonObject component) =>
        (component["instances"] as JsonArray ?? []).OfType<JsonObject>().Select(instance =>
        {
            var row = (JsonObject)instance.DeepClone();
            row["component"] = component["name"]?.DeepClone();
            return row;
        });
}
