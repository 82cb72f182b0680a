using System.Globalization;
using System.Runtime.InteropServices;

namespace Hcos.Simulation.Tests.World;

/// <summary>A hash that is equal on every machine and in every process; it defends against nobody.</summary>
internal readonly record struct TraceHash(ulong Value)
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    public static TraceHash Empty { get; } = new(14695981039346656037);

    public TraceHash With(ulong value)
    {
        var mixed = (Value ^ value) * Prime;
        return new TraceHash(mixed ^ (mixed >> 29));
    }

    public TraceHash With(Guid id)
    {
        var halves = MemoryMarshal.Cast<Guid, ulong>(MemoryMarshal.CreateReadOnlySpan(in id, 1));
        return With(halves[0]).With(halves[1]);
    }

    /// <summary>Four letters at a time.</summary>
    public TraceHash With(ReadOnlySpan<char> text)
    {
        var hash = With((ulong)text.Length);
        var whole = MemoryMarshal.Cast<char, ulong>(text);
        foreach (var letters in whole) hash = hash.With(letters);
        foreach (var letter in text[(whole.Length * 4)..]) hash = hash.With(letter);
        return hash;
    }

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
