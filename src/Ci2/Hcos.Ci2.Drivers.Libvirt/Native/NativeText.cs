using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>Takes texts and arrays over from the library.</summary>
internal static unsafe class NativeText
{
    /// <summary>Length of the buffer that a UUID's text and its end need.</summary>
    public const int UuidBuffer = 37;

    /// <summary>Copies a text that now is ours and frees it; null for none.</summary>
    public static string? Take(nint text)
    {
        if (text == 0)
        {
            return null;
        }

        var copy = Marshal.PtrToStringUTF8(text);
        NativeMemory.Free((void*)text);
        return copy;
    }

    /// <summary>Copies a text that stays the library's.</summary>
    public static string? Copy(byte* text) => Marshal.PtrToStringUTF8((nint)text);

    /// <summary>Reads a UUID through one of the library's functions.</summary>
    public static string Uuid(nint thing, delegate*<nint, byte*, int> read)
    {
        var buffer = stackalloc byte[UuidBuffer];
        return read(thing, buffer) == 0 ? Copy(buffer)! : string.Empty;
    }

    /// <summary>Copies an array of <paramref name="count"/> pointers and frees it.</summary>
    public static nint[] TakeArray(nint* array, int count)
    {
        if (array == null)
        {
            return [];
        }

        var copy = new ReadOnlySpan<nint>(array, Math.Max(count, 0)).ToArray();
        NativeMemory.Free(array);
        return copy;
    }
}
