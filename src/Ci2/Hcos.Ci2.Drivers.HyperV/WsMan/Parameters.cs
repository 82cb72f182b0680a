using System.Globalization;
using System.Xml.Linq;

namespace Hcos.Ci2.Drivers.HyperV.WsMan;

/// <summary>The parameters of a method, in the order in which they are added.</summary>
internal sealed class Parameters(string classUri)
{
    private readonly XNamespace _own = classUri;
    private readonly List<XElement> _elements = [];

    /// <summary>The parameters as the body of a call.</summary>
    public XElement Body(string method) => new(
        _own + $"{method}_INPUT", new XAttribute(XNamespace.Xmlns + "p", _own), _elements);

    public Parameters Text(string name, string value)
    {
        _elements.Add(new(_own + name, value));
        return this;
    }

    public Parameters Number(string name, long value) => Text(name, value.ToString(CultureInfo.InvariantCulture));

    public Parameters Embedded(string name, params IReadOnlyList<EmbeddedInstance> instances)
    {
        foreach (var instance in instances) Text(name, instance.ToString());
        return this;
    }

    public Parameters Reference(string name, WmiReference reference)
    {
        _elements.Add(new(
            _own + name,
            new XElement(Names.Addressing + "Address", Names.Anonymous),
            new XElement(
                Names.Addressing + "ReferenceParameters",
                new XElement(Names.Management + "ResourceURI", reference.Uri),
                reference.SelectorSet(withNamespace: true))));
        return this;
    }
}
