using Hcos.Contracts.Usmc;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Usmc.Tests.Principals;

public sealed class PrincipalTests
{
    private static readonly string Hash = new('a', 64);
    private static readonly string Other = new('b', 64);
    private readonly LayerHarness _usmc = new(
        UsmcModule.Define(), new MessageCatalog([typeof(RegisterPrincipal).Assembly], []));

    [Fact]
    public void A_principal_is_registered_once_and_a_repetition_changes_nothing()
    {
        _usmc.Command(new RegisterPrincipal("admin", Hash, true));
        _usmc.Command(new RegisterPrincipal("admin", Hash, true));
        Assert.Equal(new PrincipalRegistered("admin", Hash, true), Assert.Single(_usmc.Of<PrincipalRegistered>()));
        Assert.Equal(SettledCodes.Already, Assert.Single(_usmc.Of<CommandSettled>()).Code);
    }

    [Fact]
    public void The_same_command_twice_is_answered_once()
    {
        var id = _usmc.NextId();
        _usmc.Command(new RegisterPrincipal("admin", Hash, true), id);
        _usmc.Command(new RegisterPrincipal("admin", Hash, true), id);
        Assert.Single(_usmc.Events);
    }

    [Fact]
    public void Another_token_replaces_the_first_and_survives_a_restart()
    {
        _usmc.Command(new RegisterPrincipal("admin", Hash, true));
        _usmc.Restart();
        _usmc.Command(new RegisterPrincipal("admin", Other.ToUpperInvariant(), true));
        Assert.Equal(Other, _usmc.Of<PrincipalRegistered>()[^1].TokenHash);
        _usmc.Command(new RegisterPrincipal("guest", Hash, false));
        Assert.Equal("guest", _usmc.Of<PrincipalRegistered>()[^1].Name);
    }

    [Fact]
    public void One_token_lets_in_one_principal()
    {
        _usmc.Command(new RegisterPrincipal("admin", Hash, true));
        _usmc.Command(new RegisterPrincipal("guest", Hash, false));
        Assert.Equal("duplicate-token", Assert.Single(_usmc.Of<CommandSettled>()).Code);
    }

    [Theory]
    [InlineData("", "invalid-name")]
    [InlineData("admin;rm", "invalid-name")]
    [InlineData("admin", "invalid-token-hash", "secret")]
    [InlineData("admin", "invalid-token-hash", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void Bad_input_is_refused_with_a_reason(string name, string code, string? hash = null)
    {
        _usmc.Command(new RegisterPrincipal(name, hash ?? Hash, true));
        var settled = Assert.Single(_usmc.Of<CommandSettled>());
        Assert.Equal(code, settled.Code);
        Assert.DoesNotContain("secret", settled.Reason, StringComparison.Ordinal);
    }
}
