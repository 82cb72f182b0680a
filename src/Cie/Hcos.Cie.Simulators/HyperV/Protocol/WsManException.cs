namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>A request that ends as a SOAP fault.</summary>
internal sealed class WsManException(WsManFault fault, string message) : Exception(message)
{
    public WsManFault Fault => fault;
}

/// <summary>The faults that the endpoint knows.</summary>
/// <param name="Prefix">Prefix of the subcode's namespace in our replies.</param>
/// <param name="Subcode">Name of the subcode.</param>
/// <param name="Code">Windows' number for it; 0 where we do not know it.</param>
/// <param name="IsSenders">Whether the request was at fault.</param>
internal sealed record WsManFault(string Prefix, string Subcode, uint Code, bool IsSenders)
{
    public static readonly WsManFault InvalidSelectors = new("w", "InvalidSelectors", 2150858843, true);
    public static readonly WsManFault InvalidParameter = new("w", "InvalidParameter", 2150858811, true);
    public static readonly WsManFault CannotProcessFilter = new("w", "CannotProcessFilter", 2150858819, true);
    public static readonly WsManFault EncodingLimit = new("w", "EncodingLimit", 2150858890, true);
    public static readonly WsManFault TimedOut = new("w", "TimedOut", 2150858793, false);
    public static readonly WsManFault AccessDenied = new("w", "AccessDenied", 5, true);
    public static readonly WsManFault NoSuchDelivery =
        new("e", "DeliveryModeRequestedUnavailable", 2150858748, true);

    public static readonly WsManFault UnableToRenew = new("e", "UnableToRenew", 0, true);
    public static readonly WsManFault InternalError = new("w", "InternalError", 2150858752, false);
    public static readonly WsManFault NoSuchResource = new("a", "DestinationUnreachable", 2150858778, true);
    public static readonly WsManFault NoSuchAction = new("a", "ActionNotSupported", 2150858817, true);
    public static readonly WsManFault InvalidContext = new("n", "InvalidEnumerationContext", 2150858754, true);
}
