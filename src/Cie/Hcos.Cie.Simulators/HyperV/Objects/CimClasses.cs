using System.Collections.Frozen;

namespace Hcos.Cie.Simulators.HyperV.Objects;

/// <summary>The classes that the endpoint knows, from a table beside this file.</summary>
internal static class CimClasses
{
    /// <summary>What every class's resource URI begins with.</summary>
    public const string UriRoot = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";

    private static readonly FrozenDictionary<string, CimClass> ByName =
        Read().ToFrozenDictionary(found => found.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The class of that name, in any case, or null.</summary>
    public static CimClass? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The class of that name, which must be there.</summary>
    public static CimClass Get(string name) => ByName[name];

    private static IEnumerable<CimClass> Read()
    {
        using var stream = typeof(CimClasses).Assembly.GetManifestResourceStream("classes.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var parts = line.Split('|');
            yield return new(parts[0], parts[1], Names(parts[2]), Names(parts[3]), Names(parts[4]));
        }
    }

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
