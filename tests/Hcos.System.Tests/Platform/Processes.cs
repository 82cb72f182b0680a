namespace Hcos.System.Tests.Platform;

/// <summary>The processes of this machine.</summary>
internal static class Processes
{
    /// <summary>The ids of processes whose command line contains a text.</summary>
    public static IReadOnlyList<int> With(string text) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && CommandLine(id).Contains(text, StringComparison.Ordinal)),
    ];

    /// <summary>The command line of a process, its parts separated by blanks; empty when it has ended.</summary>
    public static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
