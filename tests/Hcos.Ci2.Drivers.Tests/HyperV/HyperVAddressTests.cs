using Hcos.Ci2.Drivers.HyperV;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

public sealed class HyperVAddressTests
{
    [Theory]
    [InlineData("https://h.example:5986/wsman", "https://h.example:5986/wsman", @"C:\HCOS\Disks", @"C:\HCOS\Images")]
    [InlineData("http://127.0.0.1:5985/wsman", "http://127.0.0.1:5985/wsman", @"C:\HCOS\Disks", @"C:\HCOS\Images")]
    [InlineData("http://localhost:5985/WSMAN", "http://localhost:5985/WSMAN", @"C:\HCOS\Disks", @"C:\HCOS\Images")]
    [InlineData(
        @"https://h/wsman?disks=D:\VMs\&images=E:\Golden%20ones", "https://h/wsman", @"D:\VMs", @"E:\Golden ones")]
    public void Where_the_host_listens_and_where_its_folders_are_is_taken_apart(
        string text, string uri, string disks, string images)
    {
        Assert.Null(new HyperVDriverFactory().CheckEndpoint(text));
        Assert.Equal(new HyperVAddress(new(uri), disks, images), HyperVAddress.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("host.example")]
    [InlineData("ftp://host.example/wsman")]
    [InlineData("http://host.example:5985/wsman")]
    [InlineData("http://10.0.0.1:5985/wsman")]
    [InlineData("https://user:word@host.example/wsman")]
    [InlineData("https://host.example/")]
    [InlineData("https://host.example/wsman#part")]
    [InlineData("https://host.example/wsman?disks=relative")]
    [InlineData(@"https://host.example/wsman?disks=D:\..\Windows")]
    [InlineData(@"https://host.example/wsman?disks=D:\a'b")]
    [InlineData(@"https://host.example/wsman?disks=\\share\folder")]
    [InlineData(@"https://host.example/wsman?disks=D:\A&images=d:\a")]
    [InlineData(@"https://host.example/wsman?command=D:\A")]
    [InlineData("https://host.example/wsman\n")]
    public void Everything_else_is_refused_with_what_would_be_right(string text)
    {
        var wrong = new HyperVDriverFactory().CheckEndpoint(text);

        Assert.Contains("https://host.example:5986/wsman", wrong);
        Assert.Equal(DriverFailure.Invalid, Assert.Throws<DriverException>(() => HyperVAddress.Parse(text)).Failure);
    }
}
