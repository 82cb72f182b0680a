using System.Text.Json.Nodes;
using Hcos.Contracts;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Usl.Api;
using Hcos.Usl.Journal;
using Hcos.Usl.Views;

namespace Hcos.Usl.Tests.Views;

/// <summary>Sizes, ports, floating addresses and security groups as people see them.</summary>
public sealed class NetworkingViewTests
{
    private static readonly MessageCatalog Catalog =
        new([typeof(OperationAttribute).Assembly], [typeof(UslModule).Assembly]);

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EnvironmentId Lab = new(DerivedId.From("lab"));
    private readonly ViewFold _fold = new(Catalog);
    private long _position;

    public static TheoryData<ResourceObject, string, string> Seen => new()
    {
        {
            new(new(ResourceKind.ServerSize, "1"), "small", ResourceState.Running)
            {
                ServerSize = new(1, 1 << 29, 1 << 30),
            },
            "serverSize",
            """{"vcpus":1,"memoryBytes":536870912,"diskBytes":1073741824}"""
        },
        {
            new(new(ResourceKind.Port, "p"), "p", ResourceState.Stopped)
            {
                Port = new("n", "02:00:00:00:00:01", ["10.0.0.1"], "s", ["g"]),
            },
            "port",
            """
            {"network":"n","hardwareAddress":"02:00:00:00:00:01","addresses":["10.0.0.1"],"server":"s",
             "securityGroups":["g"]}
            """
        },
        {
            new(new(ResourceKind.FloatingAddress, "f"), "203.0.113.1", ResourceState.Running)
            {
                FloatingAddress = new("203.0.113.1", "o", "p"),
            },
            "floatingAddress",
            """{"address":"203.0.113.1","network":"o","port":"p"}"""
        },
        {
            new(new(ResourceKind.SecurityGroup, "g"), "web", ResourceState.Running)
            {
                SecurityGroup = new([new(TrafficDirection.Ingress, 4, "tcp", 80, 443, "192.0.2.0/24")]),
            },
            "securityGroup",
            """
            {"rules":[{"direction":"ingress","ipVersion":4,"protocol":"tcp","firstPort":80,"lastPort":443,
                       "remote":"192.0.2.0/24"}]}
            """
        },
    };

    [Theory]
    [MemberData(nameof(Seen))]
    public void Each_kind_is_shown_with_its_facts_their_age_and_who_saw_them(
        ResourceObject seen, string facet, string facts)
    {
        Happened("cie", new EnvironmentRegistered(
            Lab, "lab", new("simulated", "simulated://lab", null, null, EnvironmentAccess.Manage)));
        Happened("ci2", new ResourceObserved(
            Lab, seen.Key, seen, new(Start.AddSeconds(10), EvidenceSource.Sweep)));
        var row = _fold.Get<ResourceView>(ViewNames.Resources, ResourceRows.IdOf(Lab, seen.Key))!;
        var shown = new Enricher(
            id => _fold.Get<EnvironmentView>(ViewNames.Environments, id.ToString()), Start.AddSeconds(30), _ => null)
            .Show(new PresentRow(row.Id, row, new RowJson(Catalog)));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(facts), shown[facet]), $"{shown[facet]}");
        Assert.Equal(("sweep", 20), ((string?)shown["evidence"]!["source"], (double)shown["ageSeconds"]!));
        Assert.Contains(
            ("kind", new RowJson(Catalog).Word(seen.Key.Kind)), new RowFields(new RowJson(Catalog)).Of(row));

        Happened("ci2", new ResourceMissing(Lab, seen.Key, new(Start.AddSeconds(40), EvidenceSource.Sweep)));
        Assert.Null(_fold.Get<ResourceView>(ViewNames.Resources, row.Id));
    }

    private void Happened(string log, IEvent body)
    {
        var position = ++_position;
        var context = MessageContext.First(DerivedId.OfEvent(log, position));
        _fold.Apply(
            new JournalEntry(
                position,
                Start.AddSeconds(position),
                new RecordedEvent(log, position, "s", position, Start, 1, context, null, body),
                false),
            []);
    }
}
