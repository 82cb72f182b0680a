using System.Xml.Linq;
using Hcos.Cie.Simulators.HyperV;
using Hcos.Kernel.Simulated.Time;

namespace Hcos.Cie.Tests.HyperV;

/// <summary>Events that are pulled, as a client that is not ours writes the messages.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private const string Eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing";
    private const string Pulled = "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull";
    private const string Pushed = "http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push";

    private const string States = "SELECT * FROM __InstanceModificationEvent WITHIN 0.02 "
        + "WHERE TargetInstance ISA 'Msvm_ComputerSystem' "
        + "AND TargetInstance.EnabledState <> PreviousInstance.EnabledState";

    private HyperVEndpoint _endpoint = null!;
    private ForeignClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await StartAsync(new() { Password = "secret" }, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _endpoint.DisposeAsync();
    }

    [Fact]
    public async Task A_change_of_state_answers_the_question_that_waits_for_it()
    {
        var machine = _endpoint.Outside.Create("one");
        var context = await ContextAsync();
        var pull = PullAsync(context, "PT60S");

        _endpoint.Outside.Start(machine);

        var happened = Assert.Single((await pull).Descendants(ForeignClient.Enumeration + "Items").Elements());
        Assert.Equal("__InstanceModificationEvent", happened.Name.LocalName);
        Assert.Equal(
            [machine, "2"],
            happened.Descendants().Where(element => element.Name.LocalName is "Name" or "EnabledState")
                .OrderBy(element => element.Name.LocalName == "EnabledState").Select(element => element.Value));
        Assert.Contains("TimedOut", (await PullAsync(context, "PT0.1S")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_before_it_was_asked_for_is_told_by_the_next_question()
    {
        var machine = _endpoint.Outside.Create("one");
        var context = await ContextAsync();
        _endpoint.Outside.Start(machine);

        var body = await PullAsync(context, "PT60S");

        Assert.Single(body.Descendants(ForeignClient.Enumeration + "Items").Elements());
    }

    [Fact]
    public async Task A_subscription_that_was_ended_answers_nobody()
    {
        var context = await ContextAsync();
        await _client.SendAsync(
            $"{Eventing}/Unsubscribe",
            ForeignClient.Uri("*"),
            $"<e:Identifier xmlns:e='{Eventing}'>{context}</e:Identifier>",
            $"<e:Unsubscribe xmlns:e='{Eventing}'/>",
            Token);

        var answer = (await PullAsync(context, "PT60S")).ToString();

        Assert.Contains("InvalidEnumerationContext", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_ends_when_that_was_said_however_much_is_pulled()
    {
        var time = await OnVirtualTimeAsync();
        var machine = _endpoint.Outside.Create("one");
        var context = await ContextAsync();
        time.Advance(TimeSpan.FromSeconds(59));
        _endpoint.Outside.Start(machine);
        var body = await PullAsync(context, "PT60S");
        Assert.Single(body.Descendants(ForeignClient.Enumeration + "Items").Elements());
        Assert.Equal(1, _endpoint.Subscriptions);

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, _endpoint.Subscriptions);
        var late = (await PullAsync(context, "PT60S")).ToString();
        Assert.Contains("InvalidEnumerationContext", late, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_that_is_renewed_in_time_lasts_as_long_again_from_then_on()
    {
        var time = await OnVirtualTimeAsync();
        var context = await ContextAsync();
        time.Advance(TimeSpan.FromSeconds(59));
        var renewed = (await RenewAsync(context)).ToString();
        Assert.Contains("RenewResponse", renewed, StringComparison.Ordinal);
        Assert.Contains("PT60.000S", renewed, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, _endpoint.Subscriptions);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains("UnableToRenew", (await RenewAsync(context)).ToString(), StringComparison.Ordinal);
        Assert.Equal(0, _endpoint.Subscriptions);
    }

    [Fact]
    public async Task A_question_that_is_kept_when_the_subscription_ends_is_answered_then()
    {
        var context = await ContextAsync("PT0.1S");

        var answer = (await PullAsync(context, "PT60S").WaitAsync(TimeSpan.FromSeconds(30), Token)).ToString();

        Assert.Contains("InvalidEnumerationContext", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Pushed, States, "DeliveryModeRequestedUnavailable")]
    [InlineData(Pulled, "SELECT * FROM __InstanceCreationEvent WITHIN 1", "CannotProcessFilter")]
    [InlineData(Pulled, "", "CannotProcessFilter")]
    public async Task What_is_not_understood_is_refused(string mode, string query, string fault) =>
        Assert.Contains(fault, (await SubscribeAsync(mode, query)).ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task A_host_that_grants_no_subscription_says_so()
    {
        await DisposeAsync();
        await StartAsync(new() { Password = "secret", GrantsSubscriptions = false }, TimeProvider.System);

        var answer = (await SubscribeAsync(Pulled, States)).ToString();

        Assert.Contains("ActionNotSupported", answer, StringComparison.Ordinal);
    }

    private async Task<VirtualTimeProvider> OnVirtualTimeAsync()
    {
        var time = new VirtualTimeProvider(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));
        await DisposeAsync();
        await StartAsync(new() { Password = "secret" }, time);
        return time;
    }

    private async Task StartAsync(HyperVEndpointOptions options, TimeProvider time)
    {
        _endpoint = await HyperVEndpoint.StartAsync(options, time, Token);
        _client = new(_endpoint.Address, "secret");
    }

    private async Task<string> ContextAsync(string life = "PT60.000S") =>
        (await SubscribeAsync(Pulled, States, life)).Descendants(ForeignClient.Enumeration + "EnumerationContext")
            .Single().Value;

    private Task<XElement> RenewAsync(string context) => _client.SendAsync(
        $"{Eventing}/Renew",
        ForeignClient.Uri("*"),
        $"<e:Identifier xmlns:e='{Eventing}'>{context}</e:Identifier>",
        $"<e:Renew xmlns:e='{Eventing}'><e:Expires>PT60S</e:Expires></e:Renew>",
        Token);

    private Task<XElement> SubscribeAsync(string mode, string query, string life = "PT60.000S") => _client.SendAsync(
        $"{Eventing}/Subscribe",
        ForeignClient.Uri("*"),
        "",
        $"""
        <e:Subscribe xmlns:e="{Eventing}"><e:Delivery Mode="{mode}"/><e:Expires>{life}</e:Expires>
          <w:Filter Dialect="http://schemas.microsoft.com/wbem/wsman/1/WQL">{new XText(query)}</w:Filter></e:Subscribe>
        """,
        Token);

    private Task<XElement> PullAsync(string context, string waits) => _client.SendAsync(
        $"{ForeignClient.Enumeration.NamespaceName}/Pull",
        ForeignClient.Uri("*"),
        $"<w:OperationTimeout>{waits}</w:OperationTimeout>",
        $"<n:Pull><n:EnumerationContext>{context}</n:EnumerationContext></n:Pull>",
        Token);
}
