using System.Diagnostics;
using Hcos.Ci2.Drivers;
using Hcos.Ci2.Drivers.OpenStack;
using Hcos.Contracts.Arml.Resources;
using Hcos.Testing.OpenStack;

namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>Nova's own notifications, from a real broker.</summary>
[Trait("Needs", "openstack")]
public sealed class OpenStackNotificationTests(OpenStackFixture fixture)
    : IClassFixture<OpenStackFixture>, IAsyncLifetime
{
    private static readonly OpenStackLab Lab = OpenStackLab.Current;

    private readonly StreamRelay _broker = new(new(Lab.Broker));
    private readonly List<NativeEvent> _told = [];
    private readonly CancellationTokenSource _stop = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task What_somebody_else_does_is_told_as_Nova_knew_it()
    {
        await using var driver = Connect($"{Lab.Password}\namqp {Lab.BrokerUser}:{Lab.BrokerPassword}");
        var watching = WatchAsync(driver);
        await UntilAsync(told => told.Count > 0);
        Assert.Equal(NativeEvent.WatchBegan, _told[0]);

        var key = await fixture.CreateBehindAsync("notified-1", Token);
        await UntilAsync(told => told.Any(one => one.Key == key && one.State == ResourceState.Stopped));
        await fixture.RemoveBehindAsync(key, Token);
        await UntilAsync(told => told.Any(one => one.Key == key && one.Kind == NativeEventKind.Removed));

        var about = _told.Where(one => one.Key == key).ToList();
        Assert.Equal(NativeEventKind.Changed, about[0].Kind);
        Assert.Contains(about, one => one.State == ResourceState.Running);
        Assert.All(about, one => Assert.EndsWith("as Nova knew it", one.Detail, StringComparison.Ordinal));

        _broker.CutOff();
        var ended = await Assert.ThrowsAsync<DriverException>(() => watching.WaitAsync(fixture.Patience, Token));
        Assert.Equal(DriverFailure.Unavailable, ended.Failure);
    }

    [Theory]
    [InlineData("", DriverFailure.Denied)]
    [InlineData("\namqp lab:planted-broker-secret", DriverFailure.Denied)]
    public async Task A_broker_that_does_not_know_the_account_is_denied_without_showing_the_secret(
        string line, DriverFailure failure)
    {
        await using var driver = Connect(Lab.Password + line);
        var denied = await Assert.ThrowsAsync<DriverException>(() => WatchAsync(driver));

        Assert.Equal(failure, denied.Failure);
        Assert.DoesNotContain("planted", denied.ToString(), StringComparison.Ordinal);
    }

    private IResourceDriver Connect(string secret) => new OpenStackDriverFactory().Create(new(
        $"{Lab.Identity}?project={Lab.Project}&region={Lab.Region}&notifications={_broker.Address}",
        Lab.UserName, secret, null, TimeProvider.System));

    private async Task WatchAsync(IResourceDriver driver)
    {
        await foreach (var happened in ((IEventDriver)driver).WatchAsync(_stop.Token))
        {
            lock (_told) _told.Add(happened);
        }
    }

    private async Task UntilAsync(Func<IReadOnlyList<NativeEvent>, bool> wanted)
    {
        var begun = Stopwatch.StartNew();
        while (true)
        {
            lock (_told)
            {
                if (wanted(_told)) return;
                Assert.True(begun.Elapsed < fixture.Patience, $"told was: {string.Join("; ", _told)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }
    }
}
