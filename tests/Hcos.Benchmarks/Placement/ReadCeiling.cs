using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hcos.Benchmarks.Placement;

/// <summary>The ceiling of whatever looks at columns: reading as many bytes again and again.</summary>
internal sealed class ReadCeiling(long bytes)
{
    private const int Step = 32;
    private readonly long[] _memory = new long[((bytes / sizeof(long)) + Step - 1) / Step * Step];

    /// <summary>Reads all of it once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Read()
    {
        ref var memory = ref MemoryMarshal.GetArrayDataReference(_memory);
        var (one, two) = (Vector512<long>.Zero, Vector512<long>.Zero);
        var (three, four) = (Vector512<long>.Zero, Vector512<long>.Zero);
        for (nuint at = 0; at < (nuint)_memory.Length; at += Step)
        {
            one |= Vector512.LoadUnsafe(ref memory, at);
            two |= Vector512.LoadUnsafe(ref memory, at + 8);
            three |= Vector512.LoadUnsafe(ref memory, at + 16);
            four |= Vector512.LoadUnsafe(ref memory, at + 24);
        }

        return Vector512.Sum(one | two | three | four);
    }
}
