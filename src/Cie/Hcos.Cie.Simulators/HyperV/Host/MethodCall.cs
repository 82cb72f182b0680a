using System.Globalization;
using System.Xml.Linq;
using Hcos.Cie.Simulators.HyperV.Objects;
using Hcos.Cie.Simulators.HyperV.Protocol;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>A method of an instance, with its parameters.</summary>
/// <param name="Type">The class.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Selectors">What names the instance.</param>
/// <param name="Input">The element that holds the parameters.</param>
internal sealed record MethodCall(
    CimClass Type, string Method, IReadOnlyDictionary<string, string> Selectors, XElement Input)
{
    /// <summary>A parameter's text, or null when it was not given or is nil.</summary>
    public string? Text(string name) => Given(name).FirstOrDefault()?.Value;

    /// <summary>A parameter's number.</summary>
    public int Number(string name) =>
        int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new WsManException(WsManFault.InvalidParameter, $"{name} must be a number");

    /// <summary>The embedded instances of a parameter; an empty element is none.</summary>
    public IReadOnlyList<CimInstance> Instances(string name) =>
        [.. Given(name).Where(element => element.Value.Trim().Length > 0)
            .Select(element => EmbeddedInstance.Read(element.Value))];

    /// <summary>The embedded instance of a parameter.</summary>
    public CimInstance Instance(string name) => Instances(name) is [var instance, ..]
        ? instance
        : throw new WsManException(WsManFault.InvalidParameter, $"{name} must be an embedded instance");

    /// <summary>The keys that a reference names, for each time that the parameter was given.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> References(string name) =>
        [.. Given(name).Select(element => SoapRequest.ReadSelectors(
            element.Element(Names.Addressing + "ReferenceParameters")?.Element(Names.WsMan + "SelectorSet")))];

    private IEnumerable<XElement> Given(string name) => Input.Elements()
        .Where(element => element.Name.LocalName == name
            && (string?)element.Attribute(Names.Instance + "nil") != "true");
}

/// <summary>What a method answers.</summary>
/// <param name="ReturnValue">0 for done, 4096 for a job.</param>
/// <param name="Outputs">The out parameters: an instance is answered as a reference, anything else as text.</param>
internal sealed record MethodReply(uint ReturnValue, params IReadOnlyList<(string Name, object Value)> Outputs)
{
    public const uint JobBegun = 4096;

    public static MethodReply Done { get; } = new(0);
}

/// <summary>An out parameter that is an instance itself and not a reference to one.</summary>
internal sealed record Shown(CimInstance Instance);
