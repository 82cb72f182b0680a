using System.Buffers.Binary;
using System.Text;
using Hcos.Ci2.Drivers.Libvirt.Seeds;

namespace Hcos.Ci2.Drivers.Tests.Libvirt;

public sealed class SeedImageTests
{
    private const int Sector = 2048;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(200_000)]
    public void Both_trees_lead_to_the_same_bytes_whatever_their_length(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        var image = Iso9660Image.Write("label", [new("first-file", content), new("second-file", [1, 2, 3])]);

        foreach (var descriptor in new[] { 16, 17 })
        {
            var files = Files(image, descriptor);
            Assert.Equal(2, files.Count);
            Assert.Equal(content, files[0].Content);
            Assert.Equal([1, 2, 3], files[1].Content);
        }

        Assert.Equal(0, image.Length % Sector);
        Assert.Equal(image.Length / Sector, BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan((16 * Sector) + 80)));
    }

    [Fact]
    public void A_guest_finds_the_label_and_the_names_of_nocloud()
    {
        var image = NoCloudSeed.Write("the-uuid", "web-1", "#cloud-config\npackages: [nginx]\n");
        var files = Files(image, 17);

        Assert.Equal("CD001", Encoding.ASCII.GetString(image, (16 * Sector) + 1, 5));
        Assert.Equal("cidata", Encoding.ASCII.GetString(image, (16 * Sector) + 40, 32).Trim());
        Assert.Equal("cidata", Encoding.BigEndianUnicode.GetString(image, (17 * Sector) + 40, 32).Trim());
        Assert.Equal(["meta-data;1", "user-data;1"], files.Select(file => file.Name));
        Assert.Equal("instance-id: the-uuid\nlocal-hostname: web-1\n", Encoding.UTF8.GetString(files[0].Content));
        Assert.Equal("#cloud-config\npackages: [nginx]\n", Encoding.UTF8.GetString(files[1].Content));
        Assert.Equal(255, image[18 * Sector]);
    }

    [Fact]
    public void Without_user_data_there_is_an_empty_configuration() => Assert.Equal(
        "#cloud-config\n{}\n", Encoding.UTF8.GetString(Files(NoCloudSeed.Write("u", "n", null), 17)[1].Content));

    [Fact]
    public void The_same_seed_gives_the_same_bytes() =>
        Assert.Equal(NoCloudSeed.Write("u", "n", "data"), NoCloudSeed.Write("u", "n", "data"));

    [Fact]
    public void A_label_that_does_not_fit_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Iso9660Image.Write(new string('x', 17), []));

    /// <summary>Reads the root directory that a descriptor names, with both byte orders compared.</summary>
    private static List<(string Name, byte[] Content)> Files(byte[] image, int descriptor)
    {
        var isJoliet = descriptor == 17;
        Assert.Equal(isJoliet ? 2 : 1, image[descriptor * Sector]);
        var root = Both(image, (descriptor * Sector) + 156 + 2);
        var files = new List<(string, byte[])>();
        for (var at = root * Sector; image[at] != 0; at += image[at])
        {
            var name = image.AsSpan(at + 33, image[at + 32]);
            if ((image[at + 25] & 2) == 0)
            {
                files.Add((
                    isJoliet ? Encoding.BigEndianUnicode.GetString(name) : Encoding.ASCII.GetString(name),
                    image.AsSpan(Both(image, at + 2) * Sector, Both(image, at + 10)).ToArray()));
            }
        }

        return files;
    }

    private static int Both(byte[] image, int at)
    {
        var little = BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(at));
        Assert.Equal(little, BinaryPrimitives.ReadInt32BigEndian(image.AsSpan(at + 4)));
        return little;
    }
}
