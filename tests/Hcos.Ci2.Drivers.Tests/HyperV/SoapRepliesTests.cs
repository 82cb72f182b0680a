using System.Text;
using System.Xml.Linq;
using Hcos.Ci2.Drivers.HyperV.WsMan;

namespace Hcos.Ci2.Drivers.Tests.HyperV;

/// <summary>Shapes of the protocol page, with prefixes that no host uses: only namespaces count.</summary>
public sealed class SoapRepliesTests
{
    private const string Soap = "http://www.w3.org/2003/05/soap-envelope";
    private const string Enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
    private const string Management = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    private const string System =
        "http://schemas.microsoft.com/wbem/wsman/1/wmi/" + "root/virtualization/v2/Msvm_ComputerSystem";

    private const string Item = $"""
        <q:Msvm_ComputerSystem xmlns:q="{System}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"
            xmlns:c="http://schemas.dmtf.org/wbem/wscim/1/common">
          <q:Name>4B8F</q:Name><q:EnabledState>2</q:EnabledState><q:Caption i:nil="true"/>
          <q:OperationalStatus>2</q:OperationalStatus><q:OperationalStatus>32775</q:OperationalStatus>
          <q:InstallDate><c:Datetime>2024-01-02T03:04:05Z</c:Datetime></q:InstallDate>
          <foreign:Name xmlns:foreign="urn:other">not mine</foreign:Name>
        </q:Msvm_ComputerSystem>
        """;

    [Fact]
    public void An_instance_is_read_by_namespace_with_nil_as_nothing_and_arrays_as_several()
    {
        var read = new WmiObject(XElement.Parse(Item));

        Assert.Equal("Msvm_ComputerSystem", read.ClassName);
        Assert.Equal("4B8F", read["name"]);
        Assert.Equal(2, read.Number("EnabledState"));
        Assert.Null(read["Caption"]);
        Assert.Null(read.Number("NoSuch"));
        Assert.Equal(["2", "32775"], read.Values("OperationalStatus"));
        Assert.Equal("2024-01-02T03:04:05Z", read["InstallDate"]);
        Assert.Equal(
            DriverFailure.Unavailable, Assert.Throws<DriverException>(() => read.Required("Caption")).Failure);
    }

    [Fact]
    public void An_optimised_enumeration_that_goes_on_has_items_and_a_context()
    {
        var (items, context) = SoapReplies.Items(Body($"""
            <e:EnumerateResponse xmlns:e="{Enumeration}" xmlns:m="{Management}">
              <e:EnumerationContext>uuid:7</e:EnumerationContext><m:Items>{Item}{Item}</m:Items>
            </e:EnumerateResponse>
            """));

        Assert.Equal(2, items.Count);
        Assert.Equal("uuid:7", context);
    }

    [Fact]
    public void A_plain_enumeration_has_a_context_only()
    {
        var (items, context) = SoapReplies.Items(Body($"""
            <EnumerateResponse xmlns="{Enumeration}"><EnumerationContext> uuid:8 </EnumerationContext>
            </EnumerateResponse>
            """));

        Assert.Empty(items);
        Assert.Equal("uuid:8", context);
    }

    [Theory]
    [InlineData($"<y:EndOfSequence xmlns:y='{Enumeration}'/>")]
    [InlineData($"<y:EndOfSequence xmlns:y='{Management}'/><z:EnumerationContext xmlns:z='{Enumeration}'/>")]
    public void An_end_is_an_end_in_either_namespace(string end)
    {
        var (items, context) = SoapReplies.Items(Body(
            $"<z:PullResponse xmlns:z='{Enumeration}'><z:Items>{Item}</z:Items>{end}</z:PullResponse>"));

        Assert.Single(items);
        Assert.Null(context);
    }

    [Theory]
    [InlineData($"<z:PullResponse xmlns:z='{Enumeration}'><z:Items/></z:PullResponse>")]
    [InlineData("<z:PullResponse xmlns:z='urn:other'><z:EndOfSequence/></z:PullResponse>")]
    [InlineData("")]
    public void A_listing_that_neither_goes_on_nor_ends_is_not_taken_for_whole(string content) =>
        Assert.Throws<DriverException>(() => SoapReplies.Items(Body(content)));

    [Fact]
    public void The_answer_of_a_method_names_its_job_whatever_the_prefixes_are()
    {
        var machine = WmiReference.Machine("4B8F");
        var output = SoapReplies.Output(
            Body($"""
                <zz:RequestStateChange_OUTPUT xmlns:zz="{System}"
                    xmlns:ad="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:m="{Management}">
                  <zz:Job><ad:ReferenceParameters><m:SelectorSet>
                    <m:Selector Name="__cimnamespace">root/virtualization/v2</m:Selector>
                    <m:Selector Name="InstanceID">JOB-1</m:Selector>
                  </m:SelectorSet></ad:ReferenceParameters></zz:Job>
                  <zz:ReturnValue>4096</zz:ReturnValue>
                </zz:RequestStateChange_OUTPUT>
                """),
            machine,
            "RequestStateChange");

        Assert.Equal(4096u, output.ReturnValue);
        Assert.Equal("JOB-1", WmiReference.SelectorOf(output["Job"], "InstanceID"));
        Assert.Null(WmiReference.SelectorOf(output["NoSuch"], "InstanceID"));
        Assert.Throws<DriverException>(() => SoapReplies.Output(Body("<a/>"), machine, "RequestStateChange"));
    }

    [Fact]
    public void A_fault_tells_its_subcode_number_and_message()
    {
        var fault = SoapReplies.Fault(Body($"""
            <s:Fault xmlns:s="{Soap}" xmlns:wsm="{Management}">
              <s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>wsm:InvalidSelectors</s:Value></s:Subcode></s:Code>
              <s:Reason><s:Text xml:lang="en-US">The reason.</s:Text></s:Reason>
              <s:Detail><k:WSManFault xmlns:k="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"
                Code="2150858843" Machine="h"><k:Message>The message. </k:Message></k:WSManFault></s:Detail>
            </s:Fault>
            """));

        Assert.Equal(new SoapFault("InvalidSelectors", 2150858843, "The message."), fault);
        Assert.Null(SoapReplies.Fault(Body("<a/>")));
        Assert.Equal(
            new SoapFault("", 0, "no reason was given"), SoapReplies.Fault(Body($"<Fault xmlns='{Soap}'/>")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>503</body></html>")]
    [InlineData("<s:Envelope><unfinished")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")]
    public void What_is_no_envelope_has_no_body(string text) =>
        Assert.Null(SoapReplies.Body(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    private static XElement Body(string content)
    {
        var text = $"<E:Envelope xmlns:E='{Soap}'><E:Header/><E:Body>{content}</E:Body></E:Envelope>";
        return SoapReplies.Body(new MemoryStream(Encoding.UTF8.GetBytes(text)))!;
    }
}
