using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    [Fact]
    public async Task Whatever_is_listed_can_be_read_and_has_the_facet_of_its_kind()
    {
        await EnsuredAsync(_fixture.BareServer);
        await EnsuredAsync(_fixture.ServerWithImage);
        foreach (var kind in Driver.Capabilities.Lists)
        {
            var listed = await ListedAsync(kind);

            Assert.Equal(listed.Count, listed.DistinctBy(item => item.Key).Count());
            foreach (var item in listed)
            {
                Assert.Equal(kind, item.Key.Kind);
                Assert.Equal([kind], Facets(item));
                Assert.NotNull(item.Native);
                Assert.Equal(Text(item), Text(await Driver.ReadAsync(item.Key, Token)));
            }
        }
    }

    [Fact]
    public async Task A_kind_that_is_not_declared_cannot_be_listed()
    {
        var undeclared = Enum.GetValues<ResourceKind>().Append((ResourceKind)99).Except(Driver.Capabilities.Lists);
        foreach (var kind in undeclared)
        {
            await FailsAsync(DriverFailure.Invalid, () => ListedAsync(kind));
        }
    }

    [Fact]
    public async Task What_is_not_there_reads_as_null()
    {
        foreach (var kind in Driver.Capabilities.Lists)
        {
            Assert.Null(await Driver.ReadAsync(new(kind, "00000000-0000-4000-8000-000000000000"), Token));
            Assert.Null(await Driver.ReadAsync(new(kind, "no/such; thing"), Token));
        }
    }

    [Fact]
    public async Task A_listing_agrees_with_ensuring_and_reading()
    {
        var made = await Driver.EnsureAsync(New(_fixture.ServerWithImage), Token);
        var listed = Assert.Single(await ListedAsync(ResourceKind.Server), item => item.Key == made.Key);

        Assert.Equal(Text(made), Text(listed));
        Assert.Equal(Text(made), Text(await Driver.ReadAsync(made.Key, Token)));
        var volumes = await IdsAsync(ResourceKind.Volume);
        Assert.NotEmpty(made.Server!.Volumes);
        Assert.All(made.Server.Volumes, volume => Assert.Contains(volume, volumes));
    }

    [Fact]
    public async Task What_is_there_all_the_time_is_in_every_listing_whatever_comes_and_goes()
    {
        var stays = new List<ResourceKey>();
        for (var number = 0; number < 4; number++)
        {
            stays.Add(await EnsuredAsync(_fixture.BareServer));
        }

        var coming = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ComeAndGoAsync(New(_fixture.BareServer))));
        do
        {
            var listed = (await ListedAsync(ResourceKind.Server)).Select(item => item.Key).ToList();
            Assert.All(stays, key => Assert.Single(listed, listedKey => listedKey == key));
        }
        while (!coming.IsCompleted);
        await coming;

        async Task ComeAndGoAsync(ResourceSpec spec) =>
            await Driver.DeleteAsync((await Driver.EnsureAsync(spec, Token)).Key, Token);
    }

    [Fact]
    public async Task No_secret_is_ever_shown()
    {
        Assert.NotEmpty(_fixture.PlantedSecrets);
        var spec = New(_fixture.ServerWithImage);
        Assert.Contains(_fixture.PlantedSecrets, secret => spec.Server!.UserData!.Contains(secret));
        await Driver.EnsureAsync(spec, Token);
        var shown = (await Driver.ProbeAsync(Token)).ToString();
        foreach (var kind in Driver.Capabilities.Lists)
        {
            shown += string.Concat((await ListedAsync(kind)).Select(Text));
        }

        Assert.Contains(spec.Name, shown);
        Assert.All(_fixture.PlantedSecrets, secret => Assert.DoesNotContain(secret, shown));
    }

    private static ResourceKind[] Facets(ResourceObject item)
    {
        (ResourceKind Kind, object? Facet)[] facets =
        [
            (ResourceKind.Host, item.Host), (ResourceKind.Server, item.Server),
            (ResourceKind.StoragePool, item.StoragePool), (ResourceKind.Volume, item.Volume),
            (ResourceKind.Image, item.Image), (ResourceKind.Network, item.Network),
            (ResourceKind.ServerSize, item.ServerSize), (ResourceKind.Port, item.Port),
            (ResourceKind.FloatingAddress, item.FloatingAddress), (ResourceKind.SecurityGroup, item.SecurityGroup),
        ];
        return [.. facets.Where(facet => facet.Facet is not null).Select(facet => facet.Kind)];
    }
}
