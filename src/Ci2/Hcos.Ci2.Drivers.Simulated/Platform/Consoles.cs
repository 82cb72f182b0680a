using System.Text;
using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>What guests write.</summary>
internal static class Consoles
{
    public static PlatformAnswer Read(PlatformState state, PlatformCall.ReadConsole read)
    {
        if (read.MostBytes is < 1 or > ConsoleLog.MostBytes)
        {
            return Answers.Invalid($"from 1 to {ConsoleLog.MostBytes} bytes are read");
        }

        return Snapshots.Find(state, read.Key) is { } server
            ? new PlatformAnswer.Wrote(EndOf(Written(server), read.MostBytes))
            : Answers.Missing($"there is no server {read.Key.NativeId}");
    }

    /// <summary>All of it is ASCII.</summary>
    private static string Written(ServerRecord server) => server is { Image: not null, Starts: > 0 }
        ? $"simulated guest, start {server.Starts}\n{server.Name} login:\n"
        : string.Empty;

    private static ConsoleLog EndOf(string written, int mostBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(written);
        return bytes.Length <= mostBytes
            ? new(written, false)
            : new(Encoding.UTF8.GetString(bytes.AsSpan(bytes.Length - mostBytes)), true);
    }
}
