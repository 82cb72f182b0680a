using System.Runtime.InteropServices;

namespace Hcos.Ci2.Drivers.Libvirt.Native;

/// <summary>libvirt's C interface: migration, and the jobs of domains.</summary>
internal static unsafe partial class LibvirtNative
{
    [LibraryImport(Library)]
    public static partial DomainHandle virDomainMigrate3(
        DomainHandle domain, ConnectHandle target, VirTypedParameter* parameters, uint count, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainGetJobStats(
        DomainHandle domain, out int type, out VirTypedParameter* parameters, out int count, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainAbortJob(DomainHandle domain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int virTypedParamsAddString(
        VirTypedParameter** parameters, int* count, int* capacity, string name, string value);

    [LibraryImport(Library)]
    public static partial void virTypedParamsFree(VirTypedParameter* parameters, int count);
}
