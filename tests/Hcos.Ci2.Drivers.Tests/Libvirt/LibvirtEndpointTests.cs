using Hcos.Ci2.Drivers.Libvirt;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

public sealed class LibvirtEndpointTests
{
    [Theory]
    [InlineData("qemu:///system", "qemu:///system", "qemu")]
    [InlineData("qemu:///session?accel=kvm", "qemu:///session", "kvm")]
    [InlineData("qemu+unix:///system?socket=/run/a/sock", "qemu+unix:///system?socket=/run/a/sock", "qemu")]
    [InlineData(
        "qemu+unix:///system?accel=tcg&socket=/run/a%26no_verify=1/s",
        "qemu+unix:///system?socket=/run/a%26no_verify%3D1/s",
        "qemu")]
    public void What_is_ours_is_taken_out_and_the_rest_handed_on(string text, string uri, string type)
    {
        Assert.Null(new LibvirtDriverFactory().CheckEndpoint(text));
        Assert.Equal(new LibvirtEndpoint(uri, type), LibvirtEndpoint.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("libvirt")]
    [InlineData("qemu+ssh://root@example.org/system")]
    [InlineData("qemu://example.org/system")]
    [InlineData("qemu+unix:///system?socket=relative")]
    [InlineData("qemu+unix:///system?socket=/a&socket=/b")]
    [InlineData("qemu+unix:///system?command=/bin/sh")]
    [InlineData("qemu:///system?accel=magic")]
    [InlineData("qemu:///system#part")]
    [InlineData("qemu:///embed?root=/x")]
    [InlineData("xen:///system")]
    [InlineData("qemu:///system\n")]
    public void Everything_else_is_refused_with_what_would_be_right(string text)
    {
        var wrong = new LibvirtDriverFactory().CheckEndpoint(text);

        Assert.Contains("qemu:///system", wrong);
        Assert.Equal(
            DriverFailure.Invalid, Assert.Throws<DriverException>(() => LibvirtEndpoint.Parse(text)).Failure);
    }
}
