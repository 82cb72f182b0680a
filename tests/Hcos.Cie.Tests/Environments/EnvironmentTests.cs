using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Cie.Tests.Environments;

public sealed class EnvironmentTests
{
    private static readonly EnvironmentId Lab = new(DerivedId.From("lab"));
    private static readonly EnvironmentId Other = new(DerivedId.From("other"));
    private static readonly RegisterEnvironment Register = new(Lab, "lab", "libvirt", "qemu:///a");

    private readonly LayerHarness _cie = new(
        CieModule.Define(
        [
            new EnvironmentKind(
                "libvirt", text => text.StartsWith("qemu", StringComparison.Ordinal) ? null : "write qemu"),
            new EnvironmentKind("openstack", _ => null),
        ]),
        new MessageCatalog([typeof(EnvironmentId).Assembly], [CieModule.Assembly]));

    [Fact]
    public void An_environment_is_registered_after_it_has_answered()
    {
        var id = _cie.NextId();
        _cie.Command(Register, id);
        Assert.Empty(_cie.Of<EnvironmentRegistered>());
        var test = _cie.Sent<TestEndpoint>();
        Assert.Equal("qemu:///a", ((TestEndpoint)test.Body).Address.Endpoint);

        Answered(test, DriverTaskOutcome.Done);
        Assert.Single(_cie.Of<EnvironmentRegistered>());
        var ended = Assert.Single(_cie.Of<EnvironmentTaskEnded>());
        Assert.Equal((id, TaskOutcome.Done), (ended.Task, ended.Outcome));
    }

    [Theory]
    [InlineData(DriverTaskOutcome.Unavailable, "unreachable")]
    [InlineData(DriverTaskOutcome.Denied, "denied")]
    [InlineData(DriverTaskOutcome.Invalid, "invalid")]
    public void What_does_not_answer_is_not_registered_and_its_name_is_free(DriverTaskOutcome outcome, string code)
    {
        _cie.Command(Register);
        Answered(_cie.Sent<TestEndpoint>(), outcome);
        var ended = Assert.Single(_cie.Of<EnvironmentTaskEnded>());
        Assert.Equal((TaskOutcome.Refused, code, "because"), (ended.Outcome, ended.Code, ended.Reason));
        Assert.Empty(_cie.Of<EnvironmentRegistered>());

        _cie.Command(Register with { Environment = Other, Test = false });
        Assert.Single(_cie.Of<EnvironmentRegistered>());
    }

    [Fact]
    public void A_test_tells_credential_version_rights_and_abilities()
    {
        _cie.Command(Register with { Credential = "lab-user" });
        var test = ((TestEndpoint)_cie.Sent<TestEndpoint>().Body).Test;
        _cie.Observe("ci2", new EndpointTested(test, DriverTaskOutcome.Done, "host-1", "platform 2.0", null)
        {
            Scope = "read-write",
            Abilities = ["list server", "power"],
        });

        Assert.Equal(
            "platform 2.0 answers as host-1; credential lab-user is accepted; rights: read-write; "
            + "abilities: list server, power",
            Assert.Single(_cie.Of<EnvironmentTaskEnded>()).Reason);
    }

    [Fact]
    public void Without_an_answer_in_time_it_is_not_registered()
    {
        _cie.Command(Register);
        _cie.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("deadline", Assert.Single(_cie.Of<EnvironmentTaskEnded>()).Code);
        var late = (TestEndpoint)_cie.Sent<TestEndpoint>().Body;
        _cie.Observe("ci2", new EndpointTested(late.Test, DriverTaskOutcome.Done, "host", "1", null));
        Assert.Empty(_cie.Of<EnvironmentRegistered>());
    }

    [Fact]
    public void A_test_that_is_told_twice_over_a_restart_registers_once()
    {
        _cie.Command(Register);
        var test = _cie.Sent<TestEndpoint>();
        _cie.Restart();
        Answered(test, DriverTaskOutcome.Done);
        _cie.Restart();
        Answered(test, DriverTaskOutcome.Done);
        Assert.Single(_cie.Of<EnvironmentRegistered>());
        Assert.Single(_cie.Of<EnvironmentTaskEnded>());
    }

    [Fact]
    public void A_test_that_ci2_refuses_is_sent_again()
    {
        _cie.Command(Register);
        _cie.Refuse(_cie.Sent<TestEndpoint>(), "defect");
        _cie.Advance(TimeSpan.FromSeconds(5));
        var second = _cie.Sent<TestEndpoint>();
        Assert.Equal(2, _cie.Commands.Select(command => command.Context.Id).Distinct().Count());
        Answered(second, DriverTaskOutcome.Done);
        Assert.Single(_cie.Of<EnvironmentRegistered>());
    }

    [Theory]
    [InlineData("lab", "vmware", "x", "unknown-kind")]
    [InlineData("lab", "libvirt", "http://x", "invalid-endpoint")]
    [InlineData("lab;rm", "libvirt", "qemu:///x", "invalid-name")]
    [InlineData("", "libvirt", "qemu:///x", "invalid-name")]
    [InlineData("taken", "libvirt", "qemu:///x", "duplicate-name")]
    [InlineData("lab", "libvirt", "qemu:///taken", "duplicate-endpoint")]
    public void Bad_input_gets_a_clear_answer_and_changes_nothing(
        string name, string kind, string endpoint, string code)
    {
        _cie.Command(new RegisterEnvironment(Other, "taken", "libvirt", "qemu:///taken", Test: false));
        _cie.Command(new RegisterEnvironment(Lab, name, kind, endpoint));
        Assert.Equal(code, Settled().Code);
        Assert.Single(_cie.Of<EnvironmentRegistered>());
        Assert.Empty(_cie.Of<EnvironmentProposed>());
    }

    [Fact]
    public void An_unknown_kind_is_answered_with_the_known_ones()
    {
        _cie.Command(Register with { Kind = "vmware" });
        Assert.Contains("libvirt, openstack", Settled().Reason);
    }

    [Theory]
    [InlineData("http://10.0.0.1:5000", "insecure-endpoint")]
    [InlineData("http://127.0.0.1:5000", null)]
    [InlineData("https://10.0.0.1:5000", null)]
    public void Plain_http_with_a_credential_is_for_loopback_only(string endpoint, string? code)
    {
        _cie.Command(new RegisterEnvironment(Lab, "lab", "openstack", endpoint, "demo", Test: false));
        Assert.Equal(code, _cie.Of<CommandSettled>().SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("no good", null, "invalid-credential")]
    [InlineData(null, "../relative", "invalid-trust")]
    public void Names_and_paths_are_checked(string? credential, string? trust, string code)
    {
        _cie.Command(Register with { Credential = credential, Trust = trust });
        Assert.Equal(code, Settled().Code);
    }

    [Fact]
    public void A_name_that_is_being_tested_is_taken()
    {
        _cie.Command(Register);
        _cie.Command(Register with { Environment = Other, Endpoint = "qemu:///b" });
        Assert.Equal("duplicate-name", Settled().Code);
    }

    [Fact]
    public void Registering_the_same_again_changes_nothing()
    {
        _cie.Command(Register with { Test = false });
        _cie.Command(Register with { Test = false });
        Assert.Equal(SettledCodes.Already, Settled().Code);
        _cie.Command(Register with { Test = false, Endpoint = "qemu:///c" });
        Assert.Equal("already-registered", Settled().Code);
    }

    [Fact]
    public void What_is_not_told_stays_when_an_environment_is_changed()
    {
        _cie.Command(Register with { Test = false, Credential = "user" });
        _cie.Command(new ChangeEnvironment(Lab, Access: EnvironmentAccess.ObserveOnly));
        var address = Assert.Single(_cie.Of<EnvironmentChanged>()).Address;
        Assert.Equal(("qemu:///a", "user", EnvironmentAccess.ObserveOnly),
            (address.Endpoint, address.Credential, address.Access));
        _cie.Command(new ChangeEnvironment(Lab, Endpoint: "nonsense"));
        Assert.Equal("invalid-endpoint", Settled().Code);
        _cie.Command(new ChangeEnvironment(Other));
        Assert.Equal("unknown-environment", Settled().Code);
    }

    [Fact]
    public void Reachability_is_recorded_when_it_changes()
    {
        _cie.Command(Register with { Test = false });
        var at = _cie.Now;
        _cie.Observe("ci2", new EnvironmentReached(Lab, "host", "1", at));
        _cie.Observe("ci2", new EnvironmentReached(Lab, "host", "1", at));
        _cie.Observe("ci2", new EnvironmentUnreachable(Lab, "gone", at));
        _cie.Observe("ci2", new EnvironmentUnreachable(Lab, "gone", at));
        _cie.Observe("ci2", new EnvironmentReached(Lab, "host", "1", at));
        _cie.Observe("ci2", new EnvironmentSuspect(Lab, 5, 10, at));
        _cie.Observe("ci2", new EnvironmentReached(Other, "host", "1", at));

        Assert.Equal(
            [Reachability.Reachable, Reachability.Unreachable, Reachability.Reachable, Reachability.Suspect],
            _cie.Of<EnvironmentReachabilityChanged>().Select(changed => changed.Reachability));
    }

    private CommandSettled Settled() => _cie.Of<CommandSettled>()[^1];

    private void Answered(CommandEnvelope test, DriverTaskOutcome outcome)
    {
        var id = ((TestEndpoint)test.Body).Test;
        _cie.Answer(test, new EndpointTestBegun(id));
        var reason = outcome == DriverTaskOutcome.Done ? null : "because";
        _cie.Observe("ci2", new EndpointTested(id, outcome, "host", "1", reason));
    }
}
