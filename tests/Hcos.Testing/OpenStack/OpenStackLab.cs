using System.Text.Json.Nodes;

namespace Hcos.Testing.OpenStack;

/// <summary>
/// The real OpenStack to test against, as the file that HCOS_TEST_OPENSTACK names describes it. It needs the image
/// 'lab-image', the network 'lab-net' and two hypervisors.
/// </summary>
public sealed class OpenStackLab
{
    private OpenStackLab(JsonNode file)
    {
        string Text(string name) => file[name]!.GetValue<string>();
        (Identity, Region, Project) = (Text("identity"), Text("region"), Text("project"));
        (UserName, Password) = (Text("userName"), Text("password"));
        Guests = Text("guests");
        (Broker, BrokerUser, BrokerPassword) = (Text("broker"), Text("brokerUser"), Text("brokerPassword"));
    }

    /// <summary>The one of this run of the gate.</summary>
    public static OpenStackLab Current { get; } = OfGate();

    /// <summary>The address of Keystone.</summary>
    public string Identity { get; }

    /// <summary>The region of its catalogue.</summary>
    public string Region { get; }

    /// <summary>The administrator's project.</summary>
    public string Project { get; }

    /// <summary>The administrator.</summary>
    public string UserName { get; }

    /// <summary>The administrator's password.</summary>
    public string Password { get; }

    /// <summary>What an environment of it is registered with.</summary>
    public string Endpoint => $"{Identity}?project={Project}&region={Region}";

    /// <summary>The folder of its guests: a file for each, in a folder for each host.</summary>
    public string Guests { get; }

    /// <summary>The broker of its notifications.</summary>
    public string Broker { get; }

    /// <summary>Who may read them.</summary>
    public string BrokerUser { get; }

    /// <summary>That user's password.</summary>
    public string BrokerPassword { get; }

    /// <summary>The one that a file describes.</summary>
    public static OpenStackLab Read(string file) => new(JsonNode.Parse(File.ReadAllText(file))!);

    private static OpenStackLab OfGate() => Environment.GetEnvironmentVariable("HCOS_TEST_OPENSTACK") is { } file
        ? Read(file)
        : throw new InvalidOperationException("HCOS_TEST_OPENSTACK is not set: run ./hcos test openstack");
}
