using System.Text;
using Hcos.Ci2.Drivers;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Conformance;

public abstract partial class DriverConformance<TFixture>
{
    private IConsoleDriver Consoles => Assert.IsAssignableFrom<IConsoleDriver>(Driver);

    [Fact]
    public async Task What_a_guest_wrote_is_read_within_the_bound()
    {
        if (Lacks<IConsoleDriver>(DriverAbility.Console)) return;
        var key = await EnsuredAsync(_fixture.ServerWithImage);
        var before = await Consoles.ReadConsoleAsync(key, ConsoleLog.MostBytes, Token);
        if (!_fixture.RunsWhatItMakes) Assert.Equal(ConsoleLog.Empty, before);
        if (_fixture.ConsoleSays is not { } word || !Declares(DriverAbility.Power)) return;

        await BringToAsync(key, ResourceState.Running);
        var read = ConsoleLog.Empty;
        var patience = TimeProvider.System.GetTimestamp();
        while (!read.Text.Contains(word) && TimeProvider.System.GetElapsedTime(patience) < 4 * _fixture.Patience)
        {
            read = await Consoles.ReadConsoleAsync(key, ConsoleLog.MostBytes, Token);
        }

        Assert.Contains(word, read.Text);
        var end = await Consoles.ReadConsoleAsync(key, 4, Token);
        Assert.True(end.IsCut);
        Assert.InRange(Encoding.UTF8.GetByteCount(end.Text), 1, 4 * "\uFFFD"u8.Length);
    }

    [Fact]
    public async Task A_console_of_nobody_is_missing_and_a_bound_that_is_none_invalid()
    {
        if (Lacks<IConsoleDriver>(DriverAbility.Console)) return;
        var nobody = Driver.KeyOf(_fixture.Spec(_fixture.BareServer));
        await FailsAsync(DriverFailure.Missing, () => Consoles.ReadConsoleAsync(nobody, 1, Token));
        var key = await EnsuredAsync(_fixture.BareServer);
        foreach (var bound in new[] { -1, 0, ConsoleLog.MostBytes + 1, int.MaxValue })
        {
            await FailsAsync(DriverFailure.Invalid, () => Consoles.ReadConsoleAsync(key, bound, Token));
        }
    }
}
