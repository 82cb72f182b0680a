using Hcos.Host.Sample;

namespace Hcos.Host.Tests.Sample;

public sealed class EstateFileTests
{
    [Fact]
    public void Every_member_of_an_environment_is_read_and_DATA_stands_for_the_folder()
    {
        var estate = EstateFile.Parse(
            """
            environments:
              - name: lab-kvm
                kind: libvirt
                endpoint: qemu+unix:///system?socket=${DATA}/libvirt-sock
                trust: ${DATA}/ca.pem
                credential: kvm-admin
                access: observe-only
            """,
            "/data");
        var environment = Assert.Single(estate.Environments);
        Assert.Equal(
            ("lab-kvm", "libvirt", "qemu+unix:///system?socket=/data/libvirt-sock"),
            (environment.Name, environment.Kind, environment.Endpoint));
        Assert.Equal(
            ("/data/ca.pem", "kvm-admin", "observe-only"),
            (environment.Trust, environment.Credential, environment.Access));
    }

    [Fact]
    public void Access_is_manage_unless_told_otherwise()
    {
        var estate = EstateFile.Parse(
            "environments: [{ name: a, kind: simulated, endpoint: 'simulated://a' }]", "/data");
        Assert.Equal("manage", Assert.Single(estate.Environments).Access);
    }

    [Theory]
    [InlineData("environments: [{ name: a, kind: libvirt }]", "no endpoint")]
    [InlineData("environments: [{ kind: libvirt, endpoint: x }]", "no name")]
    [InlineData("environments:\n  - { name: a, kind: b, endpoint: c }\n  -\n", "environment 2 of the list is empty")]
    [InlineData("environments:\n  - { name: a, kind: b, endpoint: c }\n  - { name: a }\n", "environment 2 of the list")]
    [InlineData("environments:\n", "line 1")]
    [InlineData("environments:\n  - name: a\n    colour: red\n", "line 3")]
    [InlineData("environments: [", "line 2")]
    public void What_is_wrong_is_said_with_its_place_or_its_field(string text, string expected)
    {
        var wrong = Assert.Throws<FormatException>(() => EstateFile.Parse(text, "/data"));
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }
}
