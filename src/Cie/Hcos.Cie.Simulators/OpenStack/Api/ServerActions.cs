using System.Text.Json;
using System.Text.Json.Nodes;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack.Api;

/// <summary>What Nova is asked to do with a server.</summary>
internal sealed class ServerActions(Cloud cloud)
{
    private const int WithImageInBody = 45;

    /// <summary>Answers.</summary>
    public ApiAnswer Act(ApiRequest request, Instance instance, ServerView view)
    {
        var (name, detail) = Name(request.Body);
        switch (name)
        {
            case "os-start" or "os-stop":
                cloud.Act(instance, name[3..]);
                break;
            case "pause" or "unpause" or "suspend" or "resume" or "revertResize":
                cloud.Act(instance, name);
                break;
            case "confirmResize":
                cloud.Act(instance, name);
                return ApiAnswer.NoContent;
            case "reboot":
                cloud.Act(instance, Reboot(detail.Required("type")));
                break;
            case "resize":
                cloud.Resize(instance, detail.Required("flavorRef"));
                break;
            case "createImage":
                return Snapshot(request, instance, detail);
            case "rebuild":
                var rebuilt = cloud.Rebuild(instance, detail.Required("imageRef"));
                return ApiAnswer.Of("server", view.Whole(rebuilt, request), 202);
            case "os-getConsoleOutput":
                int? length = detail.Find("length") is null
                    ? null
                    : (int)Math.Min(detail.Number("length"), int.MaxValue);
                return new(200, new JsonObject { ["output"] = Cloud.Console(instance, length) });
            default:
                throw RefusedException.Invalid($"There is no such action: {name}");
        }

        return new(202, null);
    }

    /// <summary>The name of the one action that a body asks for, and what it says about it.</summary>
    public static (string Name, JsonElement Detail) Name(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.EnumerateObject().ToList() is [var only]
            ? (only.Name, only.Value)
            : throw RefusedException.Invalid("a body with one action is needed");

    private static string Reboot(string type) => type.ToUpperInvariant() switch
    {
        "SOFT" => "soft reboot",
        "HARD" => "reboot",
        _ => throw RefusedException.Invalid("Invalid input for field/attribute type."),
    };

    private ApiAnswer Snapshot(ApiRequest request, Instance instance, JsonElement detail)
    {
        var image = cloud.Snapshot(instance, detail.Required("name"), detail.Texts("metadata"));
        return request.Minor >= WithImageInBody
            ? new(202, new JsonObject { ["image_id"] = image.Id })
            : new(202, null)
            {
                Headers = new Dictionary<string, string>
                {
                    ["Location"] = new Uri(request.Root, $"/image/v2/images/{image.Id}").AbsoluteUri,
                },
            };
    }
}
