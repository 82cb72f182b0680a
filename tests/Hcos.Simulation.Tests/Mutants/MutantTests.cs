using Hcos.Testing;

namespace Hcos.Simulation.Tests.Mutants;

/// <summary>The checker checked: a platform without one of the kernel's rules does not pass.</summary>
public sealed class MutantTests
{
    private const int Seeds = 200;

    public static TheoryData<string> Names => [.. Mutant.All.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_missing_rule_is_caught_within_200_seeds(string name)
    {
        var mutant = Mutant.All.Single(candidate => candidate.Name == name);
        var failure = new MutantContext(mutant).FirstFailure(1, Seeds, TestContext.Current.CancellationToken);
        Assert.True(failure is not null, $"{name}: {Seeds} seeds did not notice");
        var told = string.Join(' ', failure.Split('\n').Take(2).Select(line => line.Trim()));
        Figures.Say($"without a rule, {name}: {told}");
    }

    [Fact]
    public void A_run_that_fails_is_made_smaller_and_still_breaks_the_same_promise()
    {
        var (whole, small, isSmaller) = new MutantContext(Mutant.All[0]).Shrink(1);
        Assert.Equal(whole, small);
        Assert.True(isSmaller);
    }

    [Fact]
    public void The_copy_without_an_edit_passes()
    {
        var none = new Mutant("none");
        Assert.Null(new MutantContext(none).FirstFailure(1, 2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void An_edit_of_a_method_that_is_not_there_is_told()
    {
        var wrong = new Mutant("wrong", new Edit("Hcos.Kernel", "Hcos.Kernel.Layers.Layer", "NoSuchMethod", null));
        Assert.ThrowsAny<Exception>(() => new MutantContext(wrong).FirstFailure(1, 1, CancellationToken.None));
    }
}
