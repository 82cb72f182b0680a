using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>Bringing an image in, with each request answered wrongly in each way.</summary>
public sealed class SimulatedOpenStackImageTests
{
    private const int Bytes = 100_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Interference> Ways => [.. Enum.GetValues<Interference>()];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_import_that_is_repeated_after_any_wrong_answer_leaves_one_whole_image(Interference what)
    {
        await using var world = await OpenStackWorld.StartAsync();
        var images = (IImageDriver)world.Driver;
        var path = await FileAsync();
        try
        {
            var number = 0;
            foreach (var verb in new[] { "POST images", "PUT images/file", "GET images" })
            {
                var (id, name) = (new ResourceId(new Guid(++number, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5)), $"image-{number}");
                var failure = await world.InterferedAsync(
                    verb, what, () => images.ImportImageAsync(id, name, path, Token));
                Assert.True(OpenStackWorld.IsAllowed(failure), $"{what} of {verb}: {failure}");

                var made = await images.ImportImageAsync(id, name, path, Token);
                Assert.Equal((name, ResourceState.Running), (made.Name, made.State));
                Assert.Equal(Bytes, made.Image!.CapacityBytes);
                Assert.Single(world.Endpoint.Outside.Images, image => image == name);
                await world.Driver.DeleteAsync(made.Key, Token);
                Assert.DoesNotContain(name, world.Endpoint.Outside.Images);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_server_is_made_from_what_was_brought_in()
    {
        await using var world = await OpenStackWorld.StartAsync();
        var path = await FileAsync();
        try
        {
            var spec = OpenStackWorld.SpecOfItsOwnSize(1);
            var image = await ((IImageDriver)world.Driver).ImportImageAsync(spec.Id, "mine", path, Token);
            var wanted = spec with { Server = spec.Server! with { Image = "mine" } };
            var made = await world.Driver.EnsureAsync(wanted, Token);

            Assert.Equal("raw", image.Image!.Format);
            Assert.Equal(ResourceState.Stopped, made.State);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<string> FileAsync()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, new byte[Bytes], Token);
        return path;
    }
}
