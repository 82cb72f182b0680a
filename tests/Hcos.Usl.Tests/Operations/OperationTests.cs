using Hcos.Contracts;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Contracts.Usl;
using Hcos.Kernel.Messages;
using Hcos.Testing;
using Hcos.Usl.Journal;
using Hcos.Usl.Operations;

namespace Hcos.Usl.Tests.Operations;

public sealed class OperationTests
{
    private static readonly ServerId Server = new(DerivedId.From("server"));
    private static readonly OperationId Id = new(DerivedId.From("operation"));
    private readonly LayerHarness _usl = new(
        UslModule.Define(),
        new MessageCatalog([typeof(OperationAttribute).Assembly], [typeof(UslModule).Assembly]));

    [Fact]
    public void An_operation_is_acknowledged_and_its_command_owed_under_its_correlation()
    {
        Start();
        Assert.Equal("servers/1", Assert.Single(_usl.Of<OperationAccepted>()).Subject);
        var sent = _usl.Sent<StartServer>();
        Assert.Equal("bsl", sent.Destination);
        Assert.Equal(Id.Value, sent.Context.Correlation);
    }

    [Fact]
    public void A_repeated_start_changes_nothing_even_after_the_ids_were_forgotten()
    {
        Start();
        Start();
        _usl.Advance(TimeSpan.FromMinutes(10));
        Start();
        Assert.Single(_usl.Of<OperationAccepted>());
    }

    [Fact]
    public void A_task_begun_makes_it_run_and_the_tasks_end_ends_it()
    {
        Start();
        var sent = _usl.Sent<StartServer>();
        _usl.Answer(sent, Begun(sent));
        Assert.Single(_usl.Of<OperationRunning>());
        Assert.Empty(_usl.Of<OperationEnded>());
        _usl.Observe("bsl", sent.Context, Ended(sent.Context.Id, TaskOutcome.Done, "done"));
        var end = Assert.Single(_usl.Of<OperationEnded>());
        Assert.Equal((TaskOutcome.Done, false), (end.Outcome, end.IsAmendment));
    }

    [Fact]
    public void An_end_that_comes_with_the_first_answer_ends_it()
    {
        Start();
        var sent = _usl.Sent<StartServer>();
        _usl.Answer(sent, Begun(sent), Ended(sent.Context.Id, TaskOutcome.Failed, "deadline", "disk-1"));
        var end = Assert.Single(_usl.Of<OperationEnded>());
        Assert.Equal((TaskOutcome.Failed, "deadline"), (end.Outcome, end.Code));
        Assert.Equal(["disk-1"], end.LeftBehind);
    }

    [Theory]
    [InlineData("already", TaskOutcome.Done)]
    [InlineData("done", TaskOutcome.Done)]
    [InlineData("duplicate-name", TaskOutcome.Refused)]
    [InlineData("defect", TaskOutcome.Refused)]
    public void A_settled_command_ends_it(string code, TaskOutcome outcome)
    {
        Start();
        _usl.Refuse(_usl.Sent<StartServer>(), code, "because");
        var end = Assert.Single(_usl.Of<OperationEnded>());
        Assert.Equal((outcome, code, "because"), (end.Outcome, end.Code, end.Reason));
    }

    [Fact]
    public void Another_first_answer_is_the_end()
    {
        Start();
        _usl.Answer(_usl.Sent<StartServer>(), new ServerDeleted(Server, "web-1"));
        Assert.Equal(TaskOutcome.Done, Assert.Single(_usl.Of<OperationEnded>()).Outcome);
    }

    [Fact]
    public void Consequences_that_are_no_answer_do_not_end_it()
    {
        Start();
        var sent = _usl.Sent<StartServer>();
        _usl.Answer(sent, Begun(sent));
        _usl.Observe("bsl", sent.Context, State(ResourceState.Running));
        _usl.Observe("bsl", sent.Context, Ended(DerivedId.From("another"), TaskOutcome.Failed, "other"));
        Assert.Empty(_usl.Of<OperationEnded>());
    }

    [Fact]
    public void An_expired_command_is_sent_anew_and_its_answer_counts()
    {
        Start();
        var first = _usl.Sent<StartServer>();
        _usl.Refuse(first, SettledCodes.Expired);
        _usl.Advance(TimeSpan.FromSeconds(3));
        var second = _usl.Sent<StartServer>();
        Assert.NotEqual(first.Context.Id, second.Context.Id);
        _usl.Answer(second, Begun(second));
        _usl.Observe("bsl", second.Context, Ended(second.Context.Id, TaskOutcome.Done, "done"));
        Assert.Equal(TaskOutcome.Done, Assert.Single(_usl.Of<OperationEnded>()).Outcome);
    }

    [Fact]
    public void At_its_deadline_the_outcome_is_unknown_and_the_true_end_amends_it_once()
    {
        Start();
        var sent = _usl.Sent<StartServer>();
        _usl.Answer(sent, Begun(sent));
        _usl.Advance(TimeSpan.FromSeconds(61));
        var unknown = Assert.Single(_usl.Of<OperationEnded>());
        Assert.Equal((TaskOutcome.Failed, "outcome-unknown"), (unknown.Outcome, unknown.Code));
        _usl.Restart();
        _usl.Observe("bsl", sent.Context, Ended(sent.Context.Id, TaskOutcome.Done, "done"));
        _usl.Observe("bsl", sent.Context, Ended(sent.Context.Id, TaskOutcome.Done, "done"));
        Assert.Equal(2, _usl.Of<OperationEnded>().Count);
        var amended = _usl.Of<OperationEnded>()[1];
        Assert.Equal((TaskOutcome.Done, true), (amended.Outcome, amended.IsAmendment));
    }

    [Fact]
    public void A_command_that_nobody_answered_until_the_deadline_is_not_sent_again_and_can_still_amend()
    {
        Start();
        var sent = _usl.Sent<StartServer>();
        _usl.Advance(TimeSpan.FromSeconds(61));
        var count = _usl.Commands.Count;
        _usl.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(count, _usl.Commands.Count);
        _usl.Answer(sent, Begun(sent));
        _usl.Observe("bsl", sent.Context, Ended(sent.Context.Id, TaskOutcome.Done, "done"));
        Assert.True(_usl.Of<OperationEnded>()[^1].IsAmendment);
    }

    [Fact]
    public void A_late_refusal_amends_it_too()
    {
        Start();
        var sent = _usl.Sent<StartServer>();
        _usl.Advance(TimeSpan.FromSeconds(61));
        _usl.Refuse(sent, "duplicate-name");
        var end = _usl.Of<OperationEnded>()[^1];
        Assert.Equal((TaskOutcome.Refused, true), (end.Outcome, end.IsAmendment));
    }

    [Fact]
    public void A_restart_between_any_two_steps_changes_nothing()
    {
        Start();
        _usl.Restart();
        _usl.Advance(TimeSpan.FromSeconds(2));
        var sent = _usl.Sent<StartServer>();
        Assert.All(_usl.Commands, command => Assert.Equal(sent.Context.Id, command.Context.Id));
        _usl.Answer(sent, Begun(sent));
        _usl.Restart();
        _usl.Observe("bsl", sent.Context, Ended(sent.Context.Id, TaskOutcome.Done, "done"));
        _usl.Restart();
        Assert.Single(_usl.Of<OperationEnded>());
        Assert.Equal(0, _usl.Status.Owed);
    }

    [Fact]
    public void The_journal_has_an_answer_before_its_consequence()
    {
        Start();
        _usl.Refuse(_usl.Sent<StartServer>(), "duplicate-name");
        var settled = _usl.Log.Single(e => e.Body is Journaled { Event.Body: CommandSettled }).Position;
        var ended = _usl.Log.Single(e => e.Body is OperationEnded).Position;
        Assert.True(settled < ended);
    }

    private void Start() => _usl.Arrive(new CommandEnvelope(
        "usl",
        new MessageContext(Id.Value, Id.Value, null, null, "hcos", "admin"),
        _usl.Now + TimeSpan.FromMinutes(1),
        new StartOperation(Id, "servers.start", "servers/1", "bsl", new StartServer(Server), 60, "hash")));

    private static ServerTaskBegun Begun(CommandEnvelope sent) =>
        new(Server, sent.Context.Id, ServerTaskKind.Start, false, sent.NotAfter);

    private static ServerTaskEnded Ended(Guid task, TaskOutcome outcome, string code, params string[] left) =>
        new(Server, task, ServerTaskKind.Start, outcome, code, null, left);

    private static ServerStateChanged State(ResourceState state) => new(Server, state, [], null, null);
}
