using Hcos.Ci2.Credentials;

namespace Hcos.Ci2.Tests.Credentials;

/// <summary>What every credential store promises.</summary>
public abstract class CredentialStoreConformance
{
    protected abstract ICredentialStore Store { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_put_is_what_is_got()
    {
        await Store.PutAsync("lab", new StoredCredential("root", "sæcret\n\0"), Stop);
        var got = await Store.GetAsync("lab", Stop);
        Assert.Equal(("root", "sæcret\n\0"), (got!.UserName, got.Secret));
    }

    [Fact]
    public async Task An_account_is_not_needed()
    {
        await Store.PutAsync("token", new StoredCredential(null, "t"), Stop);
        Assert.Null((await Store.GetAsync("token", Stop))!.UserName);
    }

    [Fact]
    public async Task What_is_not_there_is_null() => Assert.Null(await Store.GetAsync("nobody", Stop));

    [Fact]
    public async Task The_later_one_replaces_the_former()
    {
        await Store.PutAsync("lab", new StoredCredential("a", "1"), Stop);
        await Store.PutAsync("lab", new StoredCredential("b", "2"), Stop);
        Assert.Equal("2", (await Store.GetAsync("lab", Stop))!.Secret);
        Assert.Equal(["lab"], await Store.ListAsync(Stop));
    }

    [Fact]
    public async Task What_was_removed_is_gone_and_removing_it_again_is_success()
    {
        await Store.PutAsync("lab", new StoredCredential("a", "1"), Stop);
        await Store.RemoveAsync("lab", Stop);
        await Store.RemoveAsync("lab", Stop);
        Assert.Null(await Store.GetAsync("lab", Stop));
        Assert.Empty(await Store.ListAsync(Stop));
    }

    [Fact]
    public async Task Names_are_listed_in_order()
    {
        await Store.PutAsync("c", new StoredCredential(null, "1"), Stop);
        await Store.PutAsync("a", new StoredCredential(null, "2"), Stop);
        await Store.PutAsync("b", new StoredCredential(null, "3"), Stop);
        Assert.Equal(["a", "b", "c"], await Store.ListAsync(Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData("Upper")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync(name, new StoredCredential(null, "s"), Stop));
        Assert.Empty(await Store.ListAsync(Stop));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(StoredCredential.LongestSecret + 1)]
    public async Task A_secret_without_or_beyond_a_bound_is_refused_without_being_quoted(int length)
    {
        var secret = new string('x', length);
        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => Store.PutAsync("lab", new StoredCredential(null, secret), Stop));
        Assert.DoesNotContain("xx", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_at_once_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(
            number => Store.PutAsync($"n{number}", new StoredCredential(null, $"{number}"), Stop)));
        Assert.Equal(20, (await Store.ListAsync(Stop)).Count);
    }

    [Fact]
    public void A_credential_never_prints_its_secret() =>
        Assert.DoesNotContain("hunter2", $"{new StoredCredential("u", "hunter2")}", StringComparison.Ordinal);
}

public sealed class SimulatedCredentialStoreTests : CredentialStoreConformance
{
    protected override ICredentialStore Store { get; } = new SimulatedCredentialStore();
}
