using Hcos.Ci2.Drivers.OpenStack;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

public sealed class OpenStackAddressTests
{
    [Fact]
    public void Every_setting_is_read()
    {
        var address = OpenStackAddress.Parse(
            "https://keystone.example:5000/v3/?project=my%20demo&project-domain=d1&user-domain=d2&region=R"
            + "&interface=internal&notifications=amqps://broker.example/openstack");

        Assert.Equal("https://keystone.example:5000/v3", address.Identity.AbsoluteUri);
        Assert.Equal(("my demo", "d1", "d2", "R"),
            (address.Project, address.ProjectDomain, address.UserDomain, address.Region));
        Assert.Equal(("internal", "broker.example"), (address.Interface, address.Notifications!.Host));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/v3")]
    [InlineData("https://keystone.example/identity/v3")]
    [InlineData("https://keystone.example/v3?auth=application-credential")]
    [InlineData("http://localhost/v3?notifications=amqp://127.0.0.1:5672/")]
    public void What_is_right_is_taken(string endpoint) =>
        Assert.Null(new OpenStackDriverFactory().CheckEndpoint(endpoint));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://keystone.example:5000/v3")]
    [InlineData("https://user:planted-secret@keystone.example/v3")]
    [InlineData("https://keystone.example/v2.0")]
    [InlineData("https://keystone.example/v3#part")]
    [InlineData("https://keystone.example/v3?passwort=planted-secret")]
    [InlineData("https://keystone.example/v3?region=")]
    [InlineData("https://keystone.example/v3?interface=secret")]
    [InlineData("https://keystone.example/v3?auth=application-credential&project=demo")]
    [InlineData("https://keystone.example/v3?notifications=amqp://broker.example")]
    [InlineData("https://keystone.example/v3?notifications=amqps://user:planted-secret@broker.example")]
    public void What_is_wrong_is_refused_with_what_would_be_right(string endpoint)
    {
        var wrong = new OpenStackDriverFactory().CheckEndpoint(endpoint);

        Assert.Contains("right would be", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-secret", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_may_have_a_line_for_the_broker()
    {
        var one = OpenStackSecret.Of("the password");
        var two = OpenStackSecret.Of("the password\r\namqp nova:with:colons\n");

        Assert.Equal(("the password", null), (one.Password, one.BrokerUser));
        Assert.Equal(("the password", "nova", "with:colons"), (two.Password, two.BrokerUser, two.BrokerPassword));
        Assert.DoesNotContain("password", two.ToString(), StringComparison.Ordinal);
    }
}
