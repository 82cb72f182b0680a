using System.Xml.Linq;

namespace Hcos.Ci2.Drivers.HyperV.WsMan;

/// <summary>Names one instance.</summary>
/// <param name="Namespace">The WMI namespace.</param>
/// <param name="Class">Name of the class.</param>
/// <param name="Selectors">Names and values of its keys, or of enough of them.</param>
internal sealed record WmiReference(
    string Namespace, string Class, params IReadOnlyList<(string Name, string Value)> Selectors)
{
    /// <summary>The class on the wire.</summary>
    public string Uri => Names.Uri(Namespace, Class);

    /// <summary>A machine of that identity.</summary>
    public static WmiReference Machine(string guid) => new(
        Names.Virtualization, "Msvm_ComputerSystem", ("CreationClassName", "Msvm_ComputerSystem"), ("Name", guid));

    /// <summary>The one instance of a service's class.</summary>
    public static WmiReference Service(string type) =>
        new(Names.Virtualization, type, ("CreationClassName", type));

    /// <summary>An instance of Hyper-V that is named by its <c>InstanceID</c>.</summary>
    public static WmiReference Instance(string type, string instanceId) =>
        new(Names.Virtualization, type, ("InstanceID", instanceId));

    /// <summary>The selectors as they are written in a header or a reference.</summary>
    public XElement SelectorSet(bool withNamespace) => new(
        Names.Management + "SelectorSet",
        Selectors.Select(selector => Selector(selector.Name, selector.Value)),
        withNamespace ? Selector("__cimnamespace", Namespace) : null);

    /// <summary>The value of a selector of a reference that came over the wire, or null.</summary>
    public static string? SelectorOf(XElement? reference, string name) => reference?
        .Element(Names.Addressing + "ReferenceParameters")?
        .Element(Names.Management + "SelectorSet")?
        .Elements(Names.Management + "Selector")
        .FirstOrDefault(selector => string.Equals(
            (string?)selector.Attribute("Name"), name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static XElement Selector(string name, string value) =>
        new(Names.Management + "Selector", new XAttribute("Name", name), value);
}
