using System.Xml.Linq;

namespace Hcos.Ci2.Drivers.HyperV.WsMan;

/// <summary>The namespaces of WS-Management, and where WMI's classes are in it.</summary>
internal static class Names
{
    public static readonly XNamespace Soap = "http://www.w3.org/2003/05/soap-envelope";
    public static readonly XNamespace Addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    public static readonly XNamespace Management = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    public static readonly XNamespace Enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
    public static readonly XNamespace Transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
    public static readonly XNamespace Eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing";
    public static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The dialect of WMI's query language.</summary>
    public const string Wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL";

    /// <summary>The way of delivery in which whoever subscribed asks for events.</summary>
    public const string PullDelivery = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull";

    /// <summary>The WMI namespace of Hyper-V.</summary>
    public const string Virtualization = "root/virtualization/v2";

    /// <summary>The WMI namespace of the host itself.</summary>
    public const string Windows = "root/cimv2";

    /// <summary>The address of whoever asks.</summary>
    public const string Anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";

    private const string Classes = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";

    /// <summary>The URI of a class, or of all classes by <c>*</c>.</summary>
    public static string Uri(string space, string type) => $"{Classes}{space}/{type}";
}
