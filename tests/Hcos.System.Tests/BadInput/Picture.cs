using System.Text.Json.Nodes;
using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.BadInput;

/// <summary>Everything there is, inside and outside, as one text.</summary>
internal static class Picture
{
    public static async Task<string> PictureAsync(this RunningPlatform platform, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var noun in new[] { "environments", "servers", "systems", "credentials", "images", "volumes" })
        {
            var list = await platform.Api.ShownAsync($"/v1/{noun}?limit=1000", cancellationToken);
            lines.AddRange(list.Items().Select(item => $"{noun}: {Line(item)}"));
        }

        lines.Add($"{await OutsideView.OfAsync(platform.Libvirt, cancellationToken)}");
        return string.Join('\n', lines);
    }

    private static string Line(JsonNode item) =>
        $"{item.Word("id")} {item.Word("name")} {item.Word("state")} {item.Word("endpoint")} {item.Word("health")}";
}
