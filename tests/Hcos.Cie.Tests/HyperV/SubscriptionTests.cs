using System.Xml.Linq;
using Hcos.Cie.Simulators.HyperV;

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

    public async ValueTask InitializeAsync() => await StartAsync(new() { Password = "secret" });

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
        await StartAsync(new() { Password = "secret", GrantsSubscriptions = false });

        var answer = (await SubscribeAsync(Pulled, States)).ToString();

        Assert.Contains("ActionNotSupported", answer, StringComparison.Ordinal);
    }

    private async Task StartAsync(HyperVEndpointOptions options)
    {
        _endpoint = await HyperVEndpoint.StartAsync(options, TimeProvider.System, Token);
        _client = new(_endpoint.Address, "secret");
    }

    private async Task<string> ContextAsync() =>
        (await SubscribeAsync(Pulled, States)).Descendants(ForeignClient.Enumeration + "EnumerationContext")
            .Single().Value;

    private Task<XElement> SubscribeAsync(string mode, string query) => _client.SendAsync(
        $"{Eventing}/Subscribe",
        ForeignClient.Uri("*"),
        "",
        $"""
        <e:Subscribe xmlns:e="{Eventing}"><e:Delivery Mode="{mode}"/><e:Expires>PT60.000S</e:Expires>
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
