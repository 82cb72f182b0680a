using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Protocol;

/// <summary>Which WMI namespaces and classes there are for the account.</summary>
internal sealed class WmiNamespaces(HyperVAccess access)
{
    private const string Virtualization = "root/virtualization/v2";
    private const string Windows = "root/cimv2";

    /// <summary>The class that a request is about.</summary>
    public CimClass Class(SoapRequest request) => Class(request.ClassName, request);

    /// <summary>The class of that name in a request's namespace.</summary>
    public CimClass Class(string name, SoapRequest request)
    {
        Check(request);
        return CimClasses.Find(name) is { } found && Is(found.Namespace, request)
            ? found
            : throw new WsManException(WsManFault.NoSuchResource, $"there is no WMI class {name} in this namespace");
    }

    /// <summary>Whether a class's instances are there, and not for the account.</summary>
    public bool Hides(CimClass type) => access == HyperVAccess.Hidden && type.Namespace == Virtualization;

    /// <summary>Refuses a request about a namespace that is not there or not for the account.</summary>
    public void Check(SoapRequest request)
    {
        if (Is(Windows, request)) return;
        if (!Is(Virtualization, request) || access == HyperVAccess.Absent)
        {
            throw new WsManException(WsManFault.NoSuchResource, "there is no such WMI namespace");
        }

        if (access == HyperVAccess.Denied) throw new WsManException(WsManFault.AccessDenied, "access is denied");
    }

    private static bool Is(string space, SoapRequest request) =>
        string.Equals(space, request.Namespace, StringComparison.OrdinalIgnoreCase);
}
