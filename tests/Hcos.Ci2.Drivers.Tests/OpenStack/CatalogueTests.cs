using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Ci2.Drivers.OpenStack.Http;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

public sealed class CatalogueTests
{
    [Fact]
    public void The_recorded_catalogue_says_where_what_is_and_who_asks()
    {
        var catalogue = Recorded.Catalogue();

        Assert.Equal(
            "https://cloud.example:21003/v2.1/servers?limit=1",
            catalogue.AddressOf(Services.Compute, "/servers?limit=1").AbsoluteUri);
        Assert.Equal(
            "https://cloud.example:21004/v2.0/ports", catalogue.AddressOf(Services.Network, "/v2.0/ports").AbsoluteUri);
        Assert.Contains(
            catalogue.ProjectId, catalogue.AddressOf(Services.Volume, "/").AbsoluteUri, StringComparison.Ordinal);
        Assert.True(catalogue.IsAdmin);
        Assert.Equal(["admin", "member", "reader"], catalogue.Roles);
        Assert.False(catalogue.Has("object-store"));
    }

    [Fact]
    public void A_region_that_is_not_there_has_no_services()
    {
        var elsewhere = Recorded.Catalogue("https://cloud.example/v3?region=Elsewhere");
        var failed = Assert.Throws<DriverException>(() => elsewhere.AddressOf(Services.Compute, "/"));

        Assert.Equal(DriverFailure.Invalid, failed.Failure);
    }

    [Theory]
    [InlineData("http://cloud.example:8774/v2.1", DriverFailure.Invalid)]
    [InlineData("ftp://cloud.example/", DriverFailure.Unavailable)]
    public void A_token_goes_to_no_address_in_the_clear(string url, DriverFailure failure)
    {
        var token = Json.Parse(System.Text.Encoding.UTF8.GetBytes($$"""
            {"project": {"id": "p", "name": "demo"}, "roles": [], "catalog": [{"type": "compute", "id": "c",
             "endpoints": [{"interface": "public", "region_id": "R", "url": "{{url}}"}]}]}
            """));
        var failed = Assert.Throws<DriverException>(
            () => new Catalogue(token, OpenStackAddress.Parse("https://cloud.example/v3")));

        Assert.Equal(failure, failed.Failure);
    }

    [Fact]
    public void Several_regions_need_a_choice()
    {
        var token = Json.Parse("""
            {"project": {"id": "p", "name": "demo"}, "catalog": [{"type": "compute", "id": "c", "endpoints": [
             {"interface": "public", "region_id": "A", "url": "https://a.example"},
             {"interface": "public", "region_id": "B", "url": "https://b.example"}]}]}
            """u8.ToArray());

        Assert.Throws<DriverException>(() => new Catalogue(token, OpenStackAddress.Parse("https://cloud.example/v3")));
        var chosen = new Catalogue(token, OpenStackAddress.Parse("https://cloud.example/v3?region=B"));
        Assert.Equal("b.example", chosen.AddressOf(Services.Compute, "/").Host);
    }
}
