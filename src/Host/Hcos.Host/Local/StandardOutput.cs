using Microsoft.Win32.SafeHandles;

namespace Hcos.Host.Local;

/// <summary>
/// Standard output that says so when nobody reads it any more. The console's own stream keeps silent about a broken
/// pipe, and a command that follows something would then go on for ever.
/// </summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;
    private const int BrokenPipe = 32;

    /// <summary>Whether a write failed because nobody reads any more (EPIPE).</summary>
    public static bool IsGone(IOException failed) => failed.HResult == BrokenPipe;

    public static TextWriter Open()
    {
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 1);
        // In a file it would write at a place that it counts by itself: the next program that writes to the same file,
        // as in (hcos a; hcos b) > file, would begin at the same place. A file cannot go away either.
        return new StreamWriter(stream.CanSeek ? Console.OpenStandardOutput() : stream) { AutoFlush = true };
    }
}
