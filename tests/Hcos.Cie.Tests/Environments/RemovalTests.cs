using Hcos.Contracts.Arml;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Messages;
using Hcos.Testing;

namespace Hcos.Cie.Tests.Environments;

public sealed class RemovalTests
{
    private static readonly EnvironmentId Lab = new(DerivedId.From("lab"));
    private static readonly EnvironmentId Other = new(DerivedId.From("other"));
    private static readonly RegisterEnvironment Register = new(Lab, "lab", "libvirt", "qemu:///a", Test: false);

    private readonly LayerHarness _cie = new(
        CieModule.Define([new EnvironmentKind("libvirt", _ => null)]),
        new MessageCatalog([typeof(EnvironmentId).Assembly], [CieModule.Assembly]));

    public RemovalTests() => _cie.Command(Register);

    private CommandSettled Settled => _cie.Of<CommandSettled>()[^1];

    private EnvironmentTaskEnded Ended => Assert.Single(_cie.Of<EnvironmentTaskEnded>());

    [Fact]
    public void An_environment_is_removed_when_ARML_has_closed_it_and_its_name_is_free()
    {
        var task = Remove();
        Assert.Equal(task, Assert.Single(_cie.Of<EnvironmentClosing>()).Task);
        Assert.Empty(_cie.Of<EnvironmentRemoved>());

        Closed(task);

        Assert.False(Assert.Single(_cie.Of<EnvironmentRemoved>()).IsForgotten);
        Assert.Equal((task, TaskOutcome.Done, "done"), (Ended.Task, Ended.Outcome, Ended.Code));
        _cie.Command(Register with { Environment = Other });
        Assert.Equal(2, _cie.Of<EnvironmentRegistered>().Count);
    }

    [Fact]
    public void An_environment_with_claims_is_kept_and_the_removal_refused()
    {
        var task = Remove();
        _cie.Observe("arml", new EnvironmentInUse(Lab, task, 2));

        Assert.Equal((task, TaskOutcome.Refused, "claims"), (Ended.Task, Ended.Outcome, Ended.Code));
        Assert.StartsWith("2 claims are held in lab", Ended.Reason, StringComparison.Ordinal);
        Assert.Empty(_cie.Of<EnvironmentRemoved>());
        Assert.Equal(0, _cie.Status.Owed);
        _cie.Command(Register with { Environment = Other });
        Assert.Equal("duplicate-name", Settled.Code);
        Closed(Remove());
        Assert.Single(_cie.Of<EnvironmentRemoved>());
    }

    [Fact]
    public void Without_an_answer_in_time_it_is_kept_and_a_late_answer_changes_nothing()
    {
        var task = Remove();
        _cie.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal((task, TaskOutcome.Undone, "deadline"), (Ended.Task, Ended.Outcome, Ended.Code));

        Closed(task);

        Assert.Empty(_cie.Of<EnvironmentRemoved>());
        Remove();
        Closed(task);
        Assert.Empty(_cie.Of<EnvironmentRemoved>());
    }

    [Fact]
    public void A_removal_goes_on_over_restarts_and_ends_once()
    {
        var task = Remove();
        _cie.Restart();
        Closed(task);
        _cie.Restart();
        Closed(task);
        _cie.Advance(TimeSpan.FromMinutes(1));

        Assert.Single(_cie.Of<EnvironmentRemoved>());
        Assert.Equal(TaskOutcome.Done, Ended.Outcome);
    }

    [Fact]
    public void A_removal_whose_deadline_passes_while_the_layer_is_down_ends_by_it()
    {
        Remove();
        _cie.Pass(TimeSpan.FromMinutes(1));
        _cie.Restart();
        _cie.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("deadline", Ended.Code);
    }

    [Fact]
    public void A_second_removal_is_refused_while_the_first_is_under_way()
    {
        var task = Remove();
        Remove();
        Assert.Equal("under-way", Settled.Code);
        _cie.Command(new RemoveEnvironment(Lab), task);
        Assert.Single(_cie.Of<EnvironmentClosing>());
    }

    [Fact]
    public void Forgetting_removes_at_once_and_asks_nobody()
    {
        Remove(forget: true);
        Assert.True(Assert.Single(_cie.Of<EnvironmentRemoved>()).IsForgotten);
        Assert.Empty(_cie.Of<EnvironmentClosing>());
        Remove();
        Assert.Equal("unknown-environment", Settled.Code);
        Remove(forget: true);
        Assert.Equal("unknown-environment", Settled.Code);
    }

    [Fact]
    public void Forgetting_ends_a_removal_under_way_as_done()
    {
        var task = Remove();
        var forgetting = Remove(forget: true);

        Assert.True(Assert.Single(_cie.Of<EnvironmentRemoved>()).IsForgotten);
        Assert.Equal((task, TaskOutcome.Done), (Ended.Task, Ended.Outcome));
        var first = _cie.Log.First(happened => happened.Context.Causation == forgetting);
        Assert.IsType<EnvironmentRemoved>(first.Body);
        Closed(task);
        _cie.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(_cie.Of<EnvironmentTaskEnded>());
    }

    [Fact]
    public void An_environment_that_is_closing_can_be_changed_and_registered_the_same_and_still_leaves()
    {
        var task = Remove();
        _cie.Command(new ChangeEnvironment(Lab, Access: EnvironmentAccess.ObserveOnly));
        Assert.Equal(EnvironmentAccess.ObserveOnly, Assert.Single(_cie.Of<EnvironmentChanged>()).Address.Access);
        _cie.Command(Register with { Access = EnvironmentAccess.ObserveOnly });
        Assert.Equal(SettledCodes.Already, Settled.Code);

        Closed(task);

        Assert.Single(_cie.Of<EnvironmentRemoved>());
    }

    [Fact]
    public void What_is_registered_anew_under_the_same_id_is_not_removed_by_an_old_answer()
    {
        var task = Remove();
        Closed(task);
        _cie.Command(Register);

        Closed(task);

        Assert.Single(_cie.Of<EnvironmentRemoved>());
        Assert.Equal(2, _cie.Of<EnvironmentRegistered>().Count);
    }

    [Fact]
    public void What_is_only_being_tested_is_not_there_to_be_removed()
    {
        _cie.Command(Register with { Environment = Other, Name = "other", Endpoint = "qemu:///b", Test = true });
        _cie.Command(new RemoveEnvironment(Other, Forget: true));
        Assert.Equal("unknown-environment", Settled.Code);
    }

    private Guid Remove(bool forget = false)
    {
        var id = _cie.NextId();
        _cie.Command(new RemoveEnvironment(Lab, forget), id);
        return id;
    }

    private void Closed(Guid task) => _cie.Observe("arml", new EnvironmentClosed(Lab, task));
}
