namespace Hcos.Bsl.Placement.Tables;

/// <summary>
/// Amounts in 32 bits: processors and what people made up as they are, sizes in whole MiB, both bounded. Half the
/// bytes are twice the candidates in the same time. An amount that <see cref="IsExact"/> is compared as exactly as in
/// 64 bits: what is free fits it if and only if the rounded one does.
/// </summary>
internal static class Units
{
    /// <summary>A bound that leaves room for one subtraction.</summary>
    public const int Most = 1 << 30;

    public const int Whole = 0;

    public const int Mebibytes = 20;

    /// <summary>Instants to the second, from the year 2000.</summary>
    private const long Epoch = 946_684_800;

    public static int Rounded(long amount, int shift) => (int)Math.Clamp(amount >> shift, -Most, Most);

    public static bool IsExact(long need, int shift) =>
        (need >> shift) << shift == need && Math.Abs(need >> shift) < Most;

    public static int Seconds(DateTimeOffset instant) =>
        (int)Math.Clamp(instant.ToUnixTimeSeconds() - Epoch, int.MinValue + 1, int.MaxValue);

    /// <summary>One by something; 0 where there is nothing to share.</summary>
    public static float Inverse(long total, int shift)
    {
        var rounded = Rounded(total, shift);
        return rounded <= 0 ? 0f : 1f / rounded;
    }
}
