using System.Text.Json;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>Flavors and what Neutron has, as resource objects.</summary>
public sealed class OpenStackNetworkingMappingTests
{
    private const string Web = "6f1f2a3b-0000-4000-8000-00000000abcd";

    [Fact]
    public void A_recorded_flavor_has_its_sizes()
    {
        var flavor = OpenStackMapping.Flavor(Recorded.Items("flavors", "flavors")[0]);

        Assert.Equal(("lab.small", ResourceState.Running), (flavor.Name, flavor.State));
        Assert.Equal(new ServerSize(1, 512L << 20, 5L << 30), flavor.ServerSize);
    }

    [Fact]
    public void A_port_says_where_it_is_whose_it_is_and_for_which_server_it_was_made()
    {
        var (web, router) = Recorded.Items("documented-ports", "ports") switch
        {
            var ports => (OpenStackMapping.Port(ports[0], Web), OpenStackMapping.Port(ports[1], null)),
        };

        Assert.Equal(ResourceState.Running, web.State);
        Assert.Equal("fa:16:3e:58:42:ed", web.Port!.HardwareAddress);
        Assert.Equal(["10.0.0.10", "10.0.0.9"], web.Port.Addresses);
        Assert.Equal(["f0ac4394-7e4a-4409-9701-ba8be283dbc3"], web.Port.SecurityGroups);
        Assert.Equal((Web, new ResourceId(Guid.Parse(Web))), (web.Port.Server, web.MadeFor));
        Assert.Equal((ResourceState.Stopped, null, null), (router.State, router.Port!.Server, router.MadeFor));
        Assert.Equal(router.Key.NativeId, router.Name);
        Assert.Null(OpenStackMapping.DeviceOf(Recorded.Items("documented-ports", "ports")[1]));
    }

    [Fact]
    public void A_floating_address_says_where_it_leads()
    {
        var addresses = Recorded.Items("documented-floatingips", "floatingips")
            .Select(OpenStackMapping.FloatingAddress).ToList();

        Assert.Equal(["172.24.4.228", "172.24.4.227"], addresses.Select(address => address.Name));
        Assert.Equal([ResourceState.Running, ResourceState.Stopped], addresses.Select(address => address.State));
        Assert.Equal(
            ["d80b1a3b-4fc1-49f3-952e-1e2ab7081d8b", null], addresses.Select(one => one.FloatingAddress!.Port));
    }

    [Fact]
    public void A_security_group_says_what_it_allows_in_an_order_that_stays()
    {
        var group = OpenStackMapping.SecurityGroup(
            Assert.Single(Recorded.Items("documented-security-groups", "security_groups")));

        Assert.Equal(
        [
            new(TrafficDirection.Egress, 6, null, null, null, "85cc3048-abc3-43cc-89b3-377341426ac5"),
            new(TrafficDirection.Ingress, 4, "tcp", 80, 443, "192.0.2.0/24"),
        ],
            group.SecurityGroup!.Rules);
        Assert.Null(group.MadeFor);
    }

    [Fact]
    public void What_people_write_beside_is_not_shown()
    {
        ResourceObject[] shown =
        [
            .. Recorded.Items("documented-ports", "ports").Select(port => OpenStackMapping.Port(port, null)),
            .. Recorded.Items("documented-floatingips", "floatingips").Select(OpenStackMapping.FloatingAddress),
            .. Recorded.Items("documented-security-groups", "security_groups").Select(OpenStackMapping.SecurityGroup),
        ];

        Assert.DoesNotContain("planted", JsonSerializer.Serialize(shown), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hcos-server.6f1f2a3b-0000-4000-8000-00000000abcd", true)]
    [InlineData("hcos-server.6f1f2a3b", false)]
    [InlineData("6f1f2a3b-0000-4000-8000-00000000abcd", false)]
    [InlineData(null, false)]
    public void A_name_that_is_no_tag_of_ours_says_nothing(string? name, bool isOurs) =>
        Assert.Equal(isOurs, ServerMark.MadeFor(name) is not null);
}
