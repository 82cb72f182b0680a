using System.Xml.Linq;
using Hcos.Ci2.Drivers.HyperV;
using Hcos.Ci2.Drivers.HyperV.WsMan;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

public sealed class SoapMessagesTests
{
    private static readonly SoapMessages Messages =
        new(new("https://host.example:5986/wsman"), new HyperVOptions { ItemsAtOnce = 7 });

    [Fact]
    public void A_query_goes_to_all_classes_of_its_namespace_and_asks_for_items_at_once()
    {
        var message = Messages.Enumerate("1", Names.Virtualization, "SELECT * FROM Msvm_ComputerSystem");

        Assert.Equal(
            "http://schemas.microsoft.com/wbem/wsman/1/wmi/" + "root/virtualization/v2/*",
            Header(message, Names.Management + "ResourceURI"));
        Assert.Equal(
            "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate",
            Header(message, Names.Addressing + "Action"));
        Assert.Equal("uuid:1", Header(message, Names.Addressing + "MessageID"));
        Assert.Equal("PT30S", Header(message, Names.Management + "OperationTimeout"));
        var filter = Assert.Single(message.Descendants(Names.Management + "Filter"));
        Assert.Equal("SELECT * FROM Msvm_ComputerSystem", filter.Value);
        Assert.Equal(Names.Wql, (string?)filter.Attribute("Dialect"));
        Assert.Equal("7", Assert.Single(message.Descendants(Names.Management + "MaxElements")).Value);
    }

    [Fact]
    public void A_method_is_called_under_the_class_with_the_instance_in_the_header()
    {
        var machine = WmiReference.Machine("4B8F");
        var parameters = new Parameters(machine.Uri)
            .Number("RequestedState", 2)
            .Reference("Other", WmiReference.Instance("Msvm_ConcreteJob", "J"));
        var message = Messages.Invoke("2", machine, "RequestStateChange", parameters);
        XNamespace own = machine.Uri;

        Assert.Equal($"{machine.Uri}/RequestStateChange", Header(message, Names.Addressing + "Action"));
        Assert.Equal(
            ["Msvm_ComputerSystem", "4B8F"],
            message.Element(Names.Soap + "Header")!.Descendants(Names.Management + "Selector").Select(s => s.Value));
        var input = Assert.Single(message.Element(Names.Soap + "Body")!.Elements());
        Assert.Equal(own + "RequestStateChange_INPUT", input.Name);
        Assert.Equal("2", input.Element(own + "RequestedState")!.Value);
        Assert.Equal("J", WmiReference.SelectorOf(input.Element(own + "Other"), "InstanceID"));
        Assert.Equal(
            "root/virtualization/v2", WmiReference.SelectorOf(input.Element(own + "Other"), "__cimnamespace"));
    }

    [Fact]
    public void An_embedded_instance_is_text_that_reads_back_as_it_was()
    {
        var text = new EmbeddedInstance("C")
            .Text("Path", @"C:\a & b\<c>.vhdx").Number("Type", "uint16", 4).Flag("On", true)
            .Texts("Notes", "one", "two").ToString();
        var read = XElement.Parse(text);

        Assert.Equal("C", (string?)read.Attribute("CLASSNAME"));
        Assert.Equal(["one", "two"], read.Element("PROPERTY.ARRAY")!.Descendants("VALUE").Select(v => v.Value));
        Assert.Equal(@"C:\a & b\<c>.vhdx", EmbeddedInstance.Read($"<?xml version=\"1.0\"?>\n{text}")["path"]);
        Assert.Throws<DriverException>(() => EmbeddedInstance.Read("<INSTANCE"));
        Assert.Throws<DriverException>(
            () => EmbeddedInstance.Read("<!DOCTYPE INSTANCE [<!ENTITY a \"b\">]><INSTANCE/>"));
    }

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData(@"C:\a", @"'C:\\a'")]
    [InlineData("x' OR Name != '", @"'x\' OR Name != \''")]
    public void A_text_in_a_query_ends_where_it_should(string text, string quoted) =>
        Assert.Equal(quoted, Wql.Text(text));

    private static string Header(XElement message, XName name) =>
        message.Element(Names.Soap + "Header")!.Element(name)!.Value;
}
