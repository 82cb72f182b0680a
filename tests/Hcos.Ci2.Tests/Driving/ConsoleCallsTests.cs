using Hcos.Ci2.Calls;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hcos.Ci2.Tests.Driving;

/// <summary>Consoles, over a driver that does what the test says.</summary>
public sealed class ConsoleCallsTests : DriverEffectsTests
{
    [Fact]
    public async Task Whoever_asks_has_an_answer_within_the_bound_that_contracts_name_however_many_wait()
    {
        var asked = Enumerable.Range(0, 5).Select(_ => AskAsync(async token =>
        {
            await HangAsync(token);
            return ConsoleLog.Empty;
        })).ToList();
        Assert.DoesNotContain(asked, answer => answer.IsCompleted);
        _time.Advance(ReadConsole.LongestAnswer);
        var answers = await Task.WhenAll(asked).WaitAsync(Stop);

        Assert.All(answers, answer => Assert.Equal("unavailable", answer.Code));
        Assert.True(new Ci2Options().ReadTimeout < ReadConsole.LongestAnswer);
    }

    [Theory]
    [InlineData(DriverFailure.Invalid, "impossible")]
    [InlineData(DriverFailure.Missing, "missing")]
    [InlineData(DriverFailure.Unavailable, "unavailable")]
    public async Task A_console_that_nobody_keeps_is_impossible_and_other_failures_are_what_they_are(
        DriverFailure failure, string code)
    {
        var answer = await AskAsync(_ => throw new DriverException(failure, "the reason"));
        Assert.Equal((null, code, "the reason"), (answer.Log, answer.Code, answer.Reason));
    }

    private async Task<ConsoleAnswer> AskAsync(Func<CancellationToken, Task<ConsoleLog>> read)
    {
        _make ??= _ => new TalkingDriver(read);
        _runner ??= Ci2Module.CreateEffects(
            [_factory],
            _credentials,
            new Ci2Options { MostCallsAtOnce = 2 },
            _time,
            NullLoggerFactory.Instance);
        return (ConsoleAnswer)await ((IInquiryRunner)_runner).AnswerAsync(
            new DriverCall.Console(Lab, Ci2World.Key("a"), 10), Stop);
    }

    private sealed class TalkingDriver(Func<CancellationToken, Task<ConsoleLog>> read) : FakeDriver, IConsoleDriver
    {
        public Task<ConsoleLog> ReadConsoleAsync(ResourceKey key, int mostBytes, CancellationToken cancellationToken) =>
            read(cancellationToken);
    }
}
