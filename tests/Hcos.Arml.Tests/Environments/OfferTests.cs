using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using static Hcos.Arml.Tests.ArmlWorld;

namespace Hcos.Arml.Tests.Environments;

public sealed class OfferTests
{
    private static EnvironmentOfferChanged Latest(ArmlWorld world) => world.Layer.Of<EnvironmentOfferChanged>()[^1];

    [Fact]
    public void Images_and_networks_are_told_sorted_and_once()
    {
        var world = new ArmlWorld(isReady: false);
        world.Register();
        world.See(ImageObject("zeta"));
        world.See(ImageObject("alpha", 3));
        world.See(NetworkObject("lan"));
        world.Sweep();
        world.Sweep();

        var offer = Assert.Single(world.Layer.Of<EnvironmentOfferChanged>());
        Assert.Equal([new ImageOffer("alpha", 3 * Gib), new ImageOffer("zeta", 2 * Gib)], offer.Images);
        Assert.Equal(("lab", "simulated"), (offer.Name, offer.Kind));
        Assert.Equal(["lan"], offer.Networks);
    }

    [Fact]
    public void Sizes_ports_and_the_like_are_nothing_to_the_ledger_whatever_they_are_called()
    {
        var world = new ArmlWorld();
        world.See(ServerObject("same"));
        var host = world.Host;
        var offer = Latest(world);

        world.See(PortObject("same"));
        world.SeeState(new(ResourceKind.Port, "same"), ResourceState.Stopped);
        world.Lose(new(ResourceKind.Port, "same"));
        world.Sweep();

        Assert.Equal((host, offer), (world.Host, Latest(world)));
    }

    [Fact]
    public void An_environment_without_images_says_so()
    {
        var offer = Latest(new ArmlWorld());

        Assert.Empty(offer.Images);
        Assert.Empty(offer.Networks);
    }

    [Fact]
    public void An_image_is_offered_while_it_is_there_and_whole()
    {
        var world = new ArmlWorld();

        world.See(ImageObject("guest", state: ResourceState.Provisioning));
        Assert.Empty(Latest(world).Images);
        world.See(ImageObject("guest"));
        Assert.Equal("guest", Assert.Single(Latest(world).Images).Name);
        world.Lose(new(ResourceKind.Image, "images/guest"));
        Assert.Empty(Latest(world).Images);
    }

    [Fact]
    public void A_network_that_is_off_is_not_offered()
    {
        var world = new ArmlWorld();

        world.See(NetworkObject("lan"));
        Assert.Equal(["lan"], Latest(world).Networks);
        world.SeeState(new(ResourceKind.Network, "id-lan"), ResourceState.Stopped);
        Assert.Empty(Latest(world).Networks);
    }

    [Fact]
    public void Of_two_images_of_one_name_one_is_offered()
    {
        var world = new ArmlWorld();
        var other = ImageObject("guest", 9);

        world.See(other with { Key = new(ResourceKind.Image, "b-pool/guest") });
        world.See(ImageObject("guest", 2) with { Key = new(ResourceKind.Image, "a-pool/guest") });

        Assert.Equal(new ImageOffer("guest", 2 * Gib), Assert.Single(Latest(world).Images));
    }
}
