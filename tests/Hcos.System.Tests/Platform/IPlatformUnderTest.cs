using Hcos.Testing.Platform;

namespace Hcos.System.Tests.Platform;

/// <summary>A platform with the shared libvirt as environment <c>lab</c>, in whatever shape it runs.</summary>
public interface IPlatformUnderTest : IAsyncLifetime
{
    /// <summary>Its API.</summary>
    HcosApi Api { get; }

    /// <summary>The libvirt.</summary>
    LibvirtLab Libvirt { get; }
}
