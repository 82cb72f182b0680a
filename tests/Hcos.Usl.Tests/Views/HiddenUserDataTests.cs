using System.Reflection;
using System.Text;
using Hcos.Contracts;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Cie;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;
using Hcos.Usl.Api;
using Hcos.Usl.Journal;
using Hcos.Usl.Views;

namespace Hcos.Usl.Tests.Views;

public sealed class HiddenUserDataTests
{
    private const string Secret = "hunter2";
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly MessageCatalog Catalog =
        new([typeof(OperationAttribute).Assembly], [typeof(UslModule).Assembly]);

    private static readonly ServerId Server = new(DerivedId.From("server"));
    private static readonly ResourceId Resource = new(DerivedId.From("resource"));
    private static readonly ClaimId Claim = new(DerivedId.From("claim"));
    private static readonly EnvironmentId Lab = new(DerivedId.From("lab"));
    private static readonly ResourceSpec Spec =
        new(Resource, ResourceKind.Server, "web") { Server = new(1, 2, UserData: Secret) };

    private static readonly SystemSpec Hello =
        new([new("web", 1, 1, 1, 0, null, null, [], Secret, [], null)]);

    private static readonly IEvent[] Holding =
    [
        new ServerRequested(
            Server, "web", new(1, 2, 3, null, null, null, Secret, null), true, null, Claim.Value, Start),
        new ServerPlaced(
            Server, 1, Resource, Claim, Spec, Capacity.None, new("1", "1", 1, Lab, "h", "h", 1, [], [])),
        new CapacityClaimed(Claim, Resource, Lab, "h", Capacity.None, Spec, Start),
        new ServersRequested(
            new(DerivedId.From("many")),
            Claim.Value,
            Start,
            true,
            new(1, 2, 3, null, null, null, Secret, null),
            true,
            [new(Server, "web-1")]),
        new SystemRequested(new(DerivedId.From("hello")), "hello", Hello, Claim.Value, Start),
    ];

    [Fact]
    public void No_event_shows_what_guests_are_told()
    {
        foreach (var happened in Holding)
        {
            Assert.Contains(Secret, Catalog.Write(happened), StringComparison.Ordinal);
            var shown = EventJson.Of(Entry(happened), Catalog)!["data"]!.ToJsonString();
            Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
            Assert.Contains($"\"userData\":\"{HiddenUserData.Redacted}\"", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_public_event_that_can_hold_it_is_known_here()
    {
        var able = Catalog.Types.Where(type => type.IsAssignableTo(typeof(IEvent)) && Catalog.IsPublic(type))
            .Where(type => Holds(type, []));
        Assert.Equal(Holding.Select(one => one.GetType().Name).Order(), able.Select(type => type.Name).Order());
    }

    [Fact]
    public void A_row_is_stored_whole_and_shown_without_it()
    {
        var fold = new ViewFold(Catalog);
        fold.Apply(Entry(Holding[^1]), []);
        var row = Assert.Single(fold.All<SystemView>(ViewNames.Systems)).Value;
        var json = new RowJson(Catalog);
        Assert.Contains(Secret, json.Stored(row), StringComparison.Ordinal);
        foreach (var shown in new[] { json.Shown(row), json.Listed(row) }.Select(Encoding.UTF8.GetString))
        {
            Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
            Assert.Contains("\"userData\"", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_holds_none_stays_as_it_is()
    {
        var none = (ServerRequested)Holding[0];
        none = none with { Description = none.Description with { UserData = null } };
        Assert.Equal(none, HiddenUserData.In((IEvent)none));
    }

    private static bool Holds(Type type, HashSet<Type> seen)
    {
        if (type.GetGenericArguments().Any(argument => Holds(argument, seen))) return true;
        if (type.Assembly != typeof(OperationAttribute).Assembly || !seen.Add(type)) return false;
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Any(property => property.Name == nameof(ServerSpec.UserData) || Holds(property.PropertyType, seen));
    }

    private static JournalEntry Entry(IEvent body) => new(
        1,
        Start,
        new RecordedEvent(
            "bsl", 1, "s", 1, Start, 1, MessageContext.First(DerivedId.OfEvent("bsl", 1)), null, body),
        false);
}
