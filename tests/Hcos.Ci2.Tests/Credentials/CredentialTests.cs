using Hcos.Ci2.Calls;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.Tests.Credentials;

public sealed class CredentialTests
{
    [Fact]
    public void A_credential_is_recorded_with_a_version_and_without_its_secret()
    {
        var world = new Ci2World();
        world.Layer.Command(new RecordCredential("lab", "root"));
        world.Layer.Command(new RecordCredential("lab", "root"));
        Assert.Equal(
            [new CredentialStored("lab", "root", 1), new CredentialStored("lab", "root", 2)],
            world.Of<CredentialStored>());
    }

    [Fact]
    public void Whether_a_credential_is_stored_can_be_asked()
    {
        var world = new Ci2World();
        Assert.False(world.Layer.Ask(new IsCredentialStored("lab")));
        world.Layer.Command(new RecordCredential("lab", "root"));
        Assert.True(world.Layer.Ask(new IsCredentialStored("lab")));
        world.Restart();
        Assert.True(world.Layer.Ask(new IsCredentialStored("lab")));
        world.Layer.Command(new RemoveCredential("lab"));
        Assert.False(world.Layer.Ask(new IsCredentialStored("lab")));
    }

    [Fact]
    public void A_removed_credential_is_forgotten_by_the_store_however_often_that_takes()
    {
        var world = new Ci2World();
        world.Layer.Command(new RecordCredential("lab", null));
        world.Layer.Command(new RemoveCredential("lab"));
        world.Fail<DriverCall.ForgetCredential>();
        world.Restart();
        world.Advance(5);
        world.Return<DriverCall.ForgetCredential>(new DriverAnswer.LetGo());
        world.Advance(100);
        Assert.Single(world.Of<CredentialRemoved>());
        Assert.False(world.IsRunning<DriverCall.ForgetCredential>());
    }

    [Fact]
    public void A_credential_that_an_environment_uses_is_not_removed()
    {
        var world = new Ci2World();
        world.Layer.Command(new RecordCredential("lab", null));
        world.Register(Ci2World.Address with { Credential = "lab" });
        world.Layer.Command(new RemoveCredential("lab"));
        Assert.Equal("in-use", world.Of<CommandSettled>()[^1].Code);

        world.Layer.Observe("cie", new EnvironmentRemoved(Ci2World.Lab, "lab", false));
        world.Layer.Command(new RemoveCredential("lab"));
        Assert.Single(world.Of<CredentialRemoved>());
    }

    [Fact]
    public void A_replaced_credential_is_used_by_a_new_driver()
    {
        var world = new Ci2World();
        world.Register(Ci2World.Address with { Credential = "lab" });
        world.Layer.Command(new RecordCredential("lab", null));
        world.Pass();
        // The probe with the former one is still under way; the new one waits for it.
        world.Fail<DriverCall.Probe>();
        world.Pass();
        Assert.Equal(2, ((DriverCall.Probe)world.Running<DriverCall.Probe>().Request).Reach.Generation);
    }

    [Theory]
    [InlineData("No Good", "invalid-name")]
    public void A_name_that_is_none_is_refused(string name, string code)
    {
        var world = new Ci2World();
        world.Layer.Command(new RecordCredential(name, null));
        Assert.Equal(code, world.Of<CommandSettled>()[^1].Code);
        world.Layer.Command(new RemoveCredential("nobody"));
        Assert.Equal("unknown-credential", world.Of<CommandSettled>()[^1].Code);
    }
}
