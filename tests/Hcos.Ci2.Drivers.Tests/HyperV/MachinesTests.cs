using System.Xml.Linq;
using Hcos.Ci2.Drivers.HyperV;
using Hcos.Ci2.Drivers.HyperV.WsMan;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

public sealed class MachinesTests
{
    private const string Id = "0a0b0c0d-0001-4002-8003-000000000004";

    [Theory]
    [InlineData($"hcos-server {Id}", false)]
    [InlineData($"hcos-server {Id} making", true)]
    [InlineData($"Kept by Ann.\r\nhcos-server {Id}\r\nDo not touch.", false)]
    public void The_mark_is_a_line_of_the_notes(string notes, bool isMaking)
    {
        Assert.Equal(new ServerMark(new(Id), isMaking), ServerMark.In(["other", notes]));
        Assert.Contains(new ServerMark(new(Id), isMaking).ToString(), notes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hcos-server")]
    [InlineData($"was hcos-server {Id}")]
    [InlineData($"hcos-server {Id} and more")]
    public void Other_notes_are_no_mark(string notes) => Assert.Null(ServerMark.In([notes]));

    [Fact]
    public void Of_several_with_one_mark_the_oldest_that_is_whole_is_the_server()
    {
        var machines = Read(
            ("AAAA", "2024-01-01", $"hcos-server {Id} making"),
            ("CCCC", "2024-01-03", $"hcos-server {Id}"),
            ("BBBB", "2024-01-02", $"hcos-server {Id}"),
            ("DDDD", "2024-01-04", ""));

        Assert.Equal(
            ["AAAA", Id, "CCCC", "DDDD"], machines.All.Select(machine => machines.KeyOf(machine).NativeId));
        Assert.Equal("BBBB", machines.Find(new(ResourceKind.Server, Id))!.Guid);
        Assert.Equal("CCCC", machines.Find(new(ResourceKind.Server, "CCCC"))!.Guid);
        Assert.Null(machines.Find(new(ResourceKind.Server, "BBBB")));
        Assert.Equal(["AAAA"], machines.HalfMade(new(Id)).Select(machine => machine.Guid));
        Assert.Equal(["BBBB", "CCCC"], machines.Made(new(Id)).Select(machine => machine.Guid));
    }

    [Fact]
    public void What_only_one_of_the_two_readings_saw_is_left_out()
    {
        var machines = new Machines(
            [System("AAAA"), System("BBBB")], [Settings("BBBB", "1", ""), Settings("CCCC", "1", "")]);

        Assert.Equal(["BBBB"], machines.All.Select(machine => machine.Guid));
    }

    [Theory]
    [InlineData(2, ResourceState.Running, false)]
    [InlineData(3, ResourceState.Stopped, false)]
    [InlineData(4, ResourceState.Running, true)]
    [InlineData(6, ResourceState.Suspended, false)]
    [InlineData(9, ResourceState.Paused, false)]
    [InlineData(10, ResourceState.Running, true)]
    [InlineData(32768, ResourceState.Paused, false)]
    [InlineData(32769, ResourceState.Suspended, false)]
    [InlineData(32770, ResourceState.Running, true)]
    [InlineData(32773, ResourceState.Running, true)]
    [InlineData(32776, ResourceState.Running, true)]
    [InlineData(32777, ResourceState.Paused, true)]
    [InlineData(0, ResourceState.Unknown, false)]
    [InlineData(1, ResourceState.Unknown, false)]
    public void Both_families_of_codes_are_understood(int code, ResourceState state, bool isTransition)
    {
        Assert.Equal(state, new MachineState(code).State);
        Assert.Equal(isTransition, new MachineState(code).IsTransition);
    }

    private static Machines Read(params (string Guid, string Created, string Notes)[] machines) => new(
        machines.Select(machine => System(machine.Guid)),
        machines.Select(machine => Settings(machine.Guid, machine.Created, machine.Notes)));

    private static WmiObject System(string guid) => new(new(
        "Msvm_ComputerSystem", new XElement("Name", guid.ToLowerInvariant()), new XElement("EnabledState", 3)));

    private static WmiObject Settings(string guid, string created, string notes) => new(new(
        "Msvm_VirtualSystemSettingData",
        new XElement("VirtualSystemIdentifier", guid),
        new XElement("CreationTime", created),
        new XElement("ElementName", $"name of {guid}"),
        new XElement("Notes", notes)));
}
