using System.Text.Json;
using Hcos.Contracts.Ci2;
using Hcos.Usl;

namespace Hcos.Host.Tests.Running;

public sealed class CredentialIntakeTests : IDisposable
{
    private const int MostCredentials = 10_000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcos-intake-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_name_that_is_there_is_not_added_again(bool isFar)
    {
        await using var world = await IntakeWorld.StartAsync(_folder.FullName);
        Assert.Null(await StoreAsync(world, isFar, SecretIntent.Add, "root", "one"));
        var refused = await StoreAsync(world, isFar, SecretIntent.Add, "other", "two");
        Assert.Equal("duplicate-name", refused?.Code);
        Assert.Contains("rotate", refused!.Hint, StringComparison.Ordinal);
        Assert.Equal(("root", "one"), await KeptAsync(world));
        Assert.Single(await world.RecordedAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rotation_replaces_a_secret_that_is_there_and_makes_none(bool isFar)
    {
        await using var world = await IntakeWorld.StartAsync(_folder.FullName);
        var refused = await StoreAsync(world, isFar, SecretIntent.Rotate, null, "none");
        Assert.Equal("not-found", refused?.Code);
        Assert.Null(await world.Store.GetAsync("lab", Stop));
        Assert.Empty(await world.RecordedAsync());

        await StoreAsync(world, isFar, SecretIntent.Add, "root", "one");
        Assert.Null(await StoreAsync(world, isFar, SecretIntent.Rotate, null, "two"));
        Assert.Equal(("root", "two"), await KeptAsync(world));
        Assert.Null(await StoreAsync(world, isFar, SecretIntent.Rotate, "admin", "three"));
        Assert.Equal(("admin", "three"), await KeptAsync(world));
        Assert.Equal(
            [("root", 1), ("root", 2), ("admin", 3)],
            (await world.RecordedAsync()).Select(one => (one.Stored.UserName, one.Stored.Version)));
    }

    [Fact]
    public async Task What_is_put_is_added_or_replaced()
    {
        await using var world = await IntakeWorld.StartAsync(_folder.FullName);
        Assert.Null(await StoreAsync(world, false, SecretIntent.Put, "root", "one"));
        Assert.Null(await StoreAsync(world, false, SecretIntent.Put, null, "two"));
        Assert.Equal((null, "two"), await KeptAsync(world));
    }

    [Fact]
    public async Task A_removed_name_can_be_added_and_not_rotated()
    {
        await using var world = await IntakeWorld.StartAsync(_folder.FullName);
        await StoreAsync(world, false, SecretIntent.Add, "root", "one");
        await world.RemoveAsync("lab");
        Assert.Equal("not-found", (await StoreAsync(world, false, SecretIntent.Rotate, null, "two"))?.Code);
        Assert.Null(await StoreAsync(world, false, SecretIntent.Add, "root", "three"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_log_says_who_stored_a_secret(bool isFar)
    {
        await using var world = await IntakeWorld.StartAsync(_folder.FullName);
        await StoreAsync(world, isFar, SecretIntent.Add, "root", "one");
        Assert.Equal([(new CredentialStored("lab", "root", 1), "ann")], await world.RecordedAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_credential_too_many_is_refused_with_what_to_do(bool isFar)
    {
        var full = Enumerable.Range(0, MostCredentials).ToDictionary(number => $"n{number}", _ => "");
        var file = Path.Combine(_folder.FullName, "credentials.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(full), Stop);
        await using var world = await IntakeWorld.StartAsync(_folder.FullName);
        var refused = await StoreAsync(world, isFar, SecretIntent.Add, "root", "one");
        Assert.Equal("too-many-credentials", refused?.Code);
        Assert.Contains($"{MostCredentials}", refused!.Reason, StringComparison.Ordinal);
        Assert.Empty(await world.RecordedAsync());
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_is_told_as_such()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "credentials.json"), "{ \"lab\": ", Stop);
        await using var world = await IntakeWorld.StartAsync(_folder.FullName);
        var refused = await StoreAsync(world, false, SecretIntent.Put, "root", "one");
        Assert.Equal(IntakeRefusal.Unavailable, refused?.Code);
    }

    [Fact]
    public async Task The_longest_secret_passes_between_processes_however_it_is_written()
    {
        await using var world = await IntakeWorld.StartAsync(_folder.FullName);
        var longest = new string('\u00e6', 64 * 1024);
        Assert.Null(await StoreAsync(world, true, SecretIntent.Add, "root", longest));
        Assert.Equal(("root", longest), await KeptAsync(world));
    }

    private static Task<IntakeRefusal?> StoreAsync(
        IntakeWorld world, bool isFar, SecretIntent intent, string? userName, string value) =>
        world.Way(isFar).StoreAsync(new IncomingSecret(intent, "lab", userName, value, "ann"), Stop);

    private static async Task<(string?, string)> KeptAsync(IntakeWorld world)
    {
        var kept = await world.Store.GetAsync("lab", Stop);
        return (kept!.UserName, kept.Secret);
    }
}
