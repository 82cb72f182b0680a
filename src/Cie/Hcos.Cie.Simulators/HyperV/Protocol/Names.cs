using System.Xml.Linq;

namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>The namespaces of WS-Management.</summary>
internal static class Names
{
    public static readonly XNamespace Soap = "http://www.w3.org/2003/05/soap-envelope";
    public static readonly XNamespace Addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    public static readonly XNamespace WsMan = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    public static readonly XNamespace Enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
    public static readonly XNamespace Eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing";
    public static readonly XNamespace Transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
    public static readonly XNamespace Fault = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";
    public static readonly XNamespace Identity = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
    public static readonly XNamespace Cim = "http://schemas.dmtf.org/wbem/wscim/1/common";
    public static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The dialect of WMI's query language.</summary>
    public const string Wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL";

    /// <summary>The way of delivery in which whoever subscribed asks for events.</summary>
    public const string PullDelivery = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull";

    /// <summary>The address of whoever asked.</summary>
    public const string Anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";

    /// <summary>What marks a value as absent.</summary>
    public static XAttribute Nil => new(Instance + "nil", "true");
}
