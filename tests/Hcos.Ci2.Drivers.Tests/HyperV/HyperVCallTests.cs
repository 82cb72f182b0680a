using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hcos.Ci2.Drivers.HyperV;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Cie.Simulators.Wire;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

public sealed class HyperVCallTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_is_denied_and_shown_nowhere()
    {
        await using var world = await HyperVWorld.StartAsync();
        await using var driver = HyperVWorld.Connect(world.Endpoint, password: "wrong-and-secret");
        var denied = await Assert.ThrowsAsync<DriverException>(() => driver.ProbeAsync(Token));

        Assert.Equal(DriverFailure.Denied, denied.Failure);
        Assert.DoesNotContain("wrong-and-secret", denied.ToString());
        Assert.Equal(
            DriverFailure.Denied,
            (await Assert.ThrowsAsync<DriverException>(() => driver.EnsureAsync(HyperVWorld.Spec(1), Token))).Failure);
        Assert.Empty(world.Endpoint.Outside.Machines);
    }

    [Fact]
    public async Task A_host_that_hangs_is_given_up_after_the_bound_and_a_caller_earlier()
    {
        await using var world = await HyperVWorld.StartAsync();
        var late = await world.InterferedAsync("*", Interference.Hang, () => world.Driver.ProbeAsync(Token));
        world.Endpoint.Mischief.Plan("*", Interference.Hang);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var given = world.Driver.ProbeAsync(caller.Token);
        // What is given up before it was sent would leave the next one hanging.
        while (world.Endpoint.Mischief.Planned > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }

        await caller.CancelAsync();

        Assert.Equal(DriverFailure.Unavailable, late);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal("5A1F2D7C-6A0E-4F0B-9C55-0D3A5B1C7E01", (await world.Driver.ProbeAsync(Token)).NativeIdentity);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_not_read()
    {
        await using var world = await HyperVWorld.StartAsync();
        var bounds = new HyperVOptions { LargestAnswer = 1000 };
        await using var driver = HyperVWorld.Connect(world.Endpoint, bounds);
        var refused = await Assert.ThrowsAsync<DriverException>(() => driver.ProbeAsync(Token));

        Assert.Equal(DriverFailure.Unavailable, refused.Failure);
        Assert.Contains("1000 bytes", refused.Message);
    }

    [Theory]
    [InlineData(Interference.LoseAnswer)]
    [InlineData(Interference.CutAnswer)]
    [InlineData(Interference.Reset)]
    public async Task A_listing_of_which_a_part_was_lost_fails_instead_of_being_short(Interference what)
    {
        await using var world = await HyperVWorld.StartAsync();
        for (var number = 0; number < 9; number++) world.Endpoint.Outside.Create($"foreign-{number}");
        await using var driver = HyperVWorld.Connect(world.Endpoint, new HyperVOptions { ItemsAtOnce = 2 });
        world.Endpoint.Mischief.Plan("Pull", what);
        var listing = driver.ListAsync(ResourceKind.Server, Token).GetAsyncEnumerator(Token);
        var lost = await Assert.ThrowsAsync<DriverException>(async () => await listing.MoveNextAsync());

        Assert.Equal(DriverFailure.Unavailable, lost.Failure);
    }

    [Fact]
    public async Task A_read_over_a_connection_that_has_died_is_asked_again_once()
    {
        await using var world = await HyperVWorld.StartAsync();
        var identity = await world.Driver.ProbeAsync(Token);
        world.Endpoint.Mischief.Plan("Enumerate", Interference.Reset);
        Assert.Equal(identity, await world.Driver.ProbeAsync(Token));

        world.Endpoint.Mischief.Plan("Enumerate", Interference.Reset, times: 2);
        var lost = await Assert.ThrowsAsync<DriverException>(() => world.Driver.ProbeAsync(Token));
        Assert.Equal(DriverFailure.Unavailable, lost.Failure);
    }

    [Fact]
    public async Task A_long_listing_is_pulled_to_its_end()
    {
        await using var world = await HyperVWorld.StartAsync();
        for (var number = 0; number < 25; number++) world.Endpoint.Outside.Create($"foreign-{number}");
        await using var driver = HyperVWorld.Connect(world.Endpoint, new HyperVOptions { ItemsAtOnce = 4 });
        var names = new List<string>();
        await foreach (var server in driver.ListAsync(ResourceKind.Server, Token)) names.Add(server.Name);

        Assert.Equal(Enumerable.Range(0, 25).Select(number => $"foreign-{number}"), names);
        await using var bounded = HyperVWorld.Connect(
            world.Endpoint, new HyperVOptions { ItemsAtOnce = 4, MostItems = 10 });
        var listing = bounded.ListAsync(ResourceKind.Server, Token).GetAsyncEnumerator(Token);
        Assert.Equal(
            DriverFailure.Exhausted,
            (await Assert.ThrowsAsync<DriverException>(async () => await listing.MoveNextAsync())).Failure);
    }

    [Theory]
    [InlineData(1, DriverFailure.Unavailable, 0)]
    [InlineData(4, DriverFailure.Uncertain, 1)]
    public async Task Who_does_not_serve_the_environment_any_more_changes_nothing_from_then_on(
        int look, DriverFailure failure, int machines)
    {
        var looks = 0;
        Task LookAsync(CancellationToken cancellationToken) => ++looks < look
            ? Task.CompletedTask
            : Task.FromException(new DriverException(DriverFailure.Unavailable, "another serves it now"));
        await using var world = await HyperVWorld.StartAsync(beforeChange: LookAsync);
        var spec = HyperVWorld.Spec(1);
        var lost = await Assert.ThrowsAsync<DriverException>(() => world.Driver.EnsureAsync(spec, Token));

        Assert.Equal(failure, lost.Failure);
        Assert.Equal(look, looks);
        Assert.Equal(machines, world.Endpoint.Outside.Machines.Count);
    }

    [Fact]
    public async Task What_a_cancelled_call_sent_is_over_before_the_next_change_of_the_same_server_begins()
    {
        var host = HyperVWorld.Host with { EveryChangeIsAJob = true, JobTime = TimeSpan.FromMilliseconds(300) };
        await using var world = await HyperVWorld.StartAsync(host);
        var spec = HyperVWorld.Spec(1);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var making = world.Driver.EnsureAsync(spec, cancel.Token);
        while (world.Endpoint.Outside.Machines.Count == 0) await Task.Yield();
        await cancel.CancelAsync();

        Assert.Equal(DriverFailure.Uncertain, (await Assert.ThrowsAsync<DriverException>(() => making)).Failure);
        await world.Driver.DeleteAsync(world.Driver.KeyOf(spec), Token);
        Assert.Empty(world.Endpoint.Outside.Machines);
        Assert.Single(world.Endpoint.Outside.Disks);
    }

    [Fact]
    public async Task A_file_of_certificates_that_is_not_there_is_missed_by_the_first_call_and_not_before()
    {
        await using var world = await HyperVWorld.StartAsync();
        await using var driver = HyperVWorld.Connect(world.Endpoint, trust: Path.Combine("no", "such", "file.pem"));
        var lacking = await Assert.ThrowsAsync<DriverException>(() => driver.ProbeAsync(Token));

        Assert.Equal(DriverFailure.Unavailable, lacking.Failure);
        Assert.Contains("certificates", lacking.Message);
    }

    [Fact]
    public async Task Over_https_only_a_host_with_a_trusted_certificate_is_talked_to()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using var endpoint = await HyperVEndpoint.StartAsync(
            HyperVWorld.Host, certificate, TimeProvider.System, Token);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem(), Token);
        await using var trusting = HyperVWorld.Connect(endpoint, trust: file);
        await using var wary = HyperVWorld.Connect(endpoint);

        Assert.Equal("https", endpoint.Address.Scheme);
        Assert.NotEmpty((await trusting.ProbeAsync(Token)).Version);
        var refused = await Assert.ThrowsAsync<DriverException>(() => wary.ProbeAsync(Token));
        Assert.Equal(DriverFailure.Unavailable, refused.Failure);
        Assert.Contains("not trusted", refused.Message);
        File.Delete(file);
    }
}
