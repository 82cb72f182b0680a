using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Commands;

namespace Hcos.Usl.CommandLine.Output;

/// <summary>Prints what an operation would do: each effect in a line, then what the layer has to say beside.</summary>
internal static class PlanPrinter
{
    public static void Print(Invocation invocation, JsonObject plan)
    {
        if (invocation.IsJson)
        {
            Printer.Object(invocation, plan);
            return;
        }

        var to = invocation.Out;
        to.WriteLine(Columns.Text(plan["code"]) is { Length: > 0 } code
            ? $"{plan["operation"]} would change nothing ({code}){Because(plan)}"
            : $"{plan["operation"]} would do this; nothing was changed:");
        foreach (var effect in Items(plan, "effects"))
        {
            to.WriteLine($"  {effect["layer"],-5} {effect["text"]} ({effect["subject"]})");
        }

        foreach (var step in Items(plan, "steps"))
        {
            to.WriteLine($"  {step["layer"],-5} is asked then: {step["name"]}");
        }

        if (plan["plan"] is JsonObject beside) Printer.Object(invocation, beside);
        if (plan["planned"] is { } token) to.WriteLine($"to do exactly this or nothing: --planned {token}");
    }

    private static IEnumerable<JsonObject> Items(JsonObject plan, string name) =>
        (plan[name] as JsonArray ?? []).OfType<JsonObject>();

    private static string Because(JsonObject plan) =>
        Columns.Text(plan["reason"]) is { Length: > 0 } reason ? $": {reason}" : "";
}
