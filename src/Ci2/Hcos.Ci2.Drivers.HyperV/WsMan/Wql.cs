namespace Hcos.Ci2.Drivers.HyperV.WsMan;

/// <summary>Parts of queries. Pure.</summary>
internal static class Wql
{
    /// <summary>A text in quotes.</summary>
    public static string Text(string value) => $"'{value
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("'", @"\'", StringComparison.Ordinal)}'";
}
