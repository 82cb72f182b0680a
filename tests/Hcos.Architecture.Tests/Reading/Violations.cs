namespace Hcos.Architecture.Tests.Reading;

/// <summary>Fails a test with everything that is wrong, one per line.</summary>
internal static class Violations
{
    public static void None(IEnumerable<string> violations)
    {
        var all = violations.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"{all.Count} violations:\n{string.Join('\n', all)}");
    }
}
