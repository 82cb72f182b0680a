namespace Hcos.Ci2.Drivers.Tests.Mapping;

public sealed class GuestAddressesTests
{
    [Theory]
    [InlineData("10.0.0.5/x?")]
    [InlineData("10.0.0.5:22")]
    [InlineData("10.0.0.5@example.org")]
    [InlineData("example.org")]
    [InlineData("10.0.0.5 ")]
    [InlineData("167772165")]
    [InlineData("0x0a.5")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_address_is_left_out(string? reported) =>
        Assert.Equal(["10.0.0.7"], GuestAddresses.Of([reported, "10.0.0.7"]));

    [Fact]
    public void Addresses_come_once_and_in_order_and_without_a_zone() => Assert.Equal(
        ["10.0.0.7", "192.168.1.9", "fe80::1"],
        GuestAddresses.Of(["fe80::1%3", "192.168.1.9", "10.0.0.7", "FE80:0::1", "10.0.0.7"]));

    [Fact]
    public void A_guest_that_reports_very_many_has_so_many_and_no_more() => Assert.Equal(
        GuestAddresses.Most,
        GuestAddresses.Of(Enumerable.Range(0, 10_000).Select(number => $"10.1.{number / 256}.{number % 256}")).Length);
}
