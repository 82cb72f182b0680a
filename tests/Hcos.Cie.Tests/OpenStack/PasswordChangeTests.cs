using Hcos.Cie.Simulators.Control;
using Hcos.Cie.Simulators.OpenStack;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Cie.Tests.OpenStack;

/// <summary>What a change of a password ends, as in Keystone. Time passes only when told.</summary>
public sealed class PasswordChangeTests : IAsyncLifetime
{
    private readonly VirtualTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private OpenStackEndpoint _endpoint = null!;
    private CloudClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await OpenStackEndpoint.StartAsync(
            new() { Password = "old", Accounts = [new("ann", "old", "shop", "member")] },
            _time,
            TestContext.Current.CancellationToken);
        _client = new(_endpoint.Identity);
        Assert.Equal(201, (await _client.SignInAsync("ann", "old")).Status);
        _time.Advance(TimeSpan.FromMilliseconds(5100));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task The_old_password_and_its_tokens_are_refused_at_once_and_those_of_others_are_not()
    {
        using var admin = new CloudClient(_endpoint.Identity);
        await admin.SignInAsync("admin", "old");
        Assert.Equal(200, await AskAsync(_client));
        _endpoint.Outside.ChangePassword("ann", "new");

        Assert.Equal(401, await AskAsync(_client));
        Assert.Equal(401, (await _client.SignInAsync("ann", "old")).Status);
        Assert.Equal(200, await AskAsync(admin));
    }

    [Fact]
    public async Task Tokens_by_the_new_password_are_good_from_the_next_second_on()
    {
        _endpoint.Outside.ChangePassword("ann", "new");
        _time.Advance(TimeSpan.FromMilliseconds(800));
        Assert.Equal(201, (await _client.SignInAsync("ann", "new")).Status);
        Assert.Equal(401, await AskAsync(_client));

        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(201, (await _client.SignInAsync("ann", "new")).Status);
        Assert.Equal(200, await AskAsync(_client));
    }

    [Fact]
    public void Nobody_who_is_not_there_gets_a_password() =>
        Assert.Throws<OutsideRefusedException>(() => _endpoint.Outside.ChangePassword("nobody", "new"));

    private static async Task<int> AskAsync(CloudClient client) =>
        (await client.SendAsync("GET", "network", "/v2.0/networks")).Status;
}
