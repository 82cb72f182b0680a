using Hcos.Bsl.Placement.Filtering;

namespace Hcos.Bsl.Placement.Scoring;

/// <summary>Half for the image, half for the share of data that is there; what is not asked for is near.</summary>
internal static class Locality
{
    public static bool Applies(Scan scan) => scan.Request.Image is not null || scan.Request.Data.Count > 0;

    public static Corrected<SetValues> Of(Scan scan)
    {
        var request = scan.Request;
        var without = (request.Image is null ? 0.5f : 0f) + (request.Data.Count == 0 ? 0.5f : 0f);
        var holding = request.Image is { } image ? scan.Columns.Images.Find(image) : null;
        var elsewhere = new SetValues(
            holding ?? scan.Scratch.Rows(), holding is null ? without : without + 0.5f, without);
        var corrections = scan.Scratch.Corrections();
        var all = 0L;
        foreach (var (_, bytes) in request.Data) all += bytes;
        foreach (var (key, bytes) in request.Data)
        {
            var row = scan.Table.RowOf(key);
            if (row >= 0 && all > 0) corrections.At(row, elsewhere) += 0.5f * ((float)bytes / all);
        }

        return corrections.Of(elsewhere);
    }
}
