using System.Globalization;
using System.Xml.Linq;

namespace Hcos.Ci2.Drivers.HyperV.WsMan;

/// <summary>
/// An instance as it came over the wire: properties by name, in any case; NULL and absent are the same.
/// </summary>
internal sealed class WmiObject
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads an instance; only children in the element's own namespace are properties.</summary>
    public WmiObject(XElement element) : this(element, element.Name.Namespace)
    {
    }

    private WmiObject(XElement element, XNamespace own)
    {
        ClassName = element.Name.LocalName;
        foreach (var property in element.Elements().Where(child => child.Name.Namespace == own))
        {
            if (IsNil(property)) continue;
            if (!_values.TryGetValue(property.Name.LocalName, out var values))
            {
                _values[property.Name.LocalName] = values = [];
            }

            values.Add(property.Value);
        }
    }

    public string ClassName { get; }

    /// <summary>
    /// Reads an instance that is an out parameter: the element is called like the parameter, and its children are in
    /// the namespace of the instance's class.
    /// </summary>
    public static WmiObject Parameter(XElement element) =>
        new(element, element.Elements().FirstOrDefault()?.Name.Namespace ?? element.Name.Namespace);

    /// <summary>A property's only or first value, or null.</summary>
    public string? this[string property] => Values(property) is [var first, ..] ? first : null;

    /// <summary>All values of a property.</summary>
    public IReadOnlyList<string> Values(string property) => _values.GetValueOrDefault(property) ?? [];

    /// <summary>A property that must be there.</summary>
    public string Required(string property) =>
        this[property] ?? throw HyperVErrors.Odd($"{ClassName} without {property}");

    /// <summary>A property's whole number, or null.</summary>
    public long? Number(string property) => this[property] is not { } text
        ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw HyperVErrors.Odd($"{ClassName}.{property} is no number");

    private static bool IsNil(XElement property) =>
        (string?)property.Attribute(Names.Instance + "nil") is "true" or "1";
}
