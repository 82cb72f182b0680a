using System.Text.Json.Nodes;

namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>
/// The real OpenStack to test against, as the file that HCOS_TEST_OPENSTACK names describes it. It needs the image
/// 'lab-image', the network 'lab-net' and two hypervisors.
/// </summary>
internal sealed class OpenStackLab
{
    private OpenStackLab(JsonNode file)
    {
        string Text(string name) => file[name]!.GetValue<string>();
        (Identity, Region, Project) = (Text("identity"), Text("region"), Text("project"));
        (UserName, Password) = (Text("userName"), Text("password"));
        Guests = Text("guests");
        (Broker, BrokerUser, BrokerPassword) = (Text("broker"), Text("brokerUser"), Text("brokerPassword"));
    }

    public static OpenStackLab Current { get; } = Read();

    public string Identity { get; }

    public string Region { get; }

    public string Project { get; }

    public string UserName { get; }

    public string Password { get; }

    /// <summary>The folder of its guests: a file for each, in a folder for each host.</summary>
    public string Guests { get; }

    public string Broker { get; }

    public string BrokerUser { get; }

    public string BrokerPassword { get; }

    private static OpenStackLab Read() => Environment.GetEnvironmentVariable("HCOS_TEST_OPENSTACK") is { } file
        ? new(JsonNode.Parse(File.ReadAllText(file))!)
        : throw new InvalidOperationException("HCOS_TEST_OPENSTACK is not set: run ./hcos test openstack");
}
