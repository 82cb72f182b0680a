using System.Globalization;

namespace Hcos.Cie.Simulators.HyperV.Objects;

/// <summary>One object as WMI shows it: properties by name, in any case; what is not set is NULL.</summary>
internal sealed class CimInstance(CimClass type)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes an instance of the class of that name.</summary>
    public CimInstance(string type) : this(CimClasses.Get(type))
    {
    }

    public CimClass Class => type;

    /// <summary>A property's only or first value, or null.</summary>
    public string? this[string property]
    {
        get => _values.TryGetValue(property, out var values) && values.Count > 0 ? values[0] : null;
        set => Set(property, value is null ? [] : [value]);
    }

    /// <summary>All that is set.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Content => _values;

    /// <summary>All values of a property.</summary>
    public IReadOnlyList<string> Values(string property) => _values.GetValueOrDefault(property) ?? [];

    public CimInstance Set(string property, params IReadOnlyList<string> values)
    {
        _values[property] = values;
        return this;
    }

    public CimInstance Set(string property, long value) =>
        Set(property, value.ToString(CultureInfo.InvariantCulture));

    public CimInstance Set(string property, bool value) => Set(property, value ? "true" : "false");

    public CimInstance Set(string property, DateTimeOffset value) =>
        Set(property, value.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));

    /// <summary>Takes over all that <paramref name="other"/> has set, except for what names an instance.</summary>
    public void Take(CimInstance other)
    {
        foreach (var (property, values) in other._values)
        {
            if (!type.Keys.Contains(property, StringComparer.OrdinalIgnoreCase)) _values[property] = values;
        }
    }

    /// <summary>The instance's name within the machine, as references in other instances write it.</summary>
    public string Path(string server) => $@"\\{server}\{type.Namespace.Replace('/', '\\')}:{type.Name}."
        + string.Join(',', type.Keys.Select(key => $"{key}=\"{Escape(this[key] ?? "")}\""));

    /// <summary>Whether a path means this instance; the host's name and the case are not looked at.</summary>
    public bool IsAt(string path)
    {
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        var mine = Path("");
        return path.StartsWith(@"\\", StringComparison.Ordinal) && colon > 0
            && string.Equals(
                path[(colon + 1)..], mine[(mine.IndexOf(':', StringComparison.Ordinal) + 1)..],
                StringComparison.OrdinalIgnoreCase);
    }

    private static string Escape(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
