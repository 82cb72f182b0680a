using System.Globalization;

namespace Hcos.Simulation.Tests.Ledger;

/// <summary>Eight schedulers on one ledger: never more than there is, and every sum the same.</summary>
public sealed class LedgerRaceTests(ITestOutputHelper output)
{
    private const int Schedulers = 8;

    /// <summary>Claims and releases of the long race; a million on request, because that takes minutes.</summary>
    private static readonly long Long = long.Parse(
        Environment.GetEnvironmentVariable("HCOS_LEDGER_CLAIMS") ?? "40000", CultureInfo.InvariantCulture);

    [Fact]
    public void Schedulers_that_race_never_take_more_than_there_is_and_all_sums_are_equal()
    {
        var race = new LedgerRace(seed: 1, Schedulers);
        race.Run(Long);
        race.Compare();

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{race.Books.Claims:N0} claims and {race.Books.Releases:N0} releases, {race.Conflicts:N0} conflicts,"
            + $" {race.CommandsLost:N0} commands lost and {race.CommandsDoubled:N0} doubled,"
            + $" {race.LedgerCrashes} crashes of the ledger, {race.SchedulerCrashes} of schedulers"));
        Assert.Equal(race.Books.Claims, race.Books.Releases);
        Assert.True(race.Books.Claims + race.Books.Releases >= Long);
        Assert.True(race.Conflicts > Long / 200, $"{race.Conflicts} conflicts");
        Assert.True(race.LedgerCrashes > 2 && race.SchedulerCrashes > 2, "nothing crashed");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void All_know_the_same_whenever_all_have_heard_of_all(int seed)
    {
        var race = new LedgerRace(seed, Schedulers);
        for (var part = 0; part < 10; part++)
        {
            race.Go(400);
            race.Compare();
        }

        Assert.True(race.Books.Claims > 1_000);
    }
}
