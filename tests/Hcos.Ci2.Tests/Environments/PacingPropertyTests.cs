using FsCheck;
using FsCheck.Fluent;
using Hcos.Ci2.Environments;
using Hcos.Contracts.Ci2;

namespace Hcos.Ci2.Tests.Environments;

/// <summary>What holds of the pace of an environment whatever happens there.</summary>
public sealed class PacingPropertyTests
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Ci2Options Options = new() { CallBudget = 5_000 };
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly Gen<Happening> Happenings =
        from cost in Gen.Choose(0, 800)
        from others in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 2_000)))
        from watch in Gen.Elements(Enum.GetValues<WatchHealth>())
        from looks in Gen.Elements(0, 1, 3)
        from clean in Gen.Choose(0, 20)
        from quiet in Gen.Choose(0, 50_000)
        from tasks in Gen.Elements(true, false)
        from doubt in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Happening(cost, others, watch, looks, clean, TimeSpan.FromSeconds(quiet), tasks, doubt);

    [Fact]
    public void The_budget_is_kept_unless_the_wait_is_as_long_as_it_may_be() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.ListOf(Happenings, 60).ToArbitrary(), KeepsTheBudget));

    [Fact]
    public void Every_wait_has_its_bounds() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Happenings.ToArbitrary(), happening =>
        {
            var rhythm = Pacing.Of(happening.At(Beginning, CallLedger.Empty), Options);
            var looks = rhythm.Looks;
            return rhythm.SweepSeconds >= Options.SweepIntervalWithoutEvents.TotalSeconds
                && rhythm.SweepSeconds <= Options.SlowestSweepInterval.TotalSeconds
                && (looks is null
                    || (looks.ShortestSeconds >= Options.ShortestLookInterval.TotalSeconds
                        && looks.ShortestSeconds <= looks.Seconds
                        && looks.Seconds <= looks.LongestSeconds
                        && looks.LongestSeconds <= Options.SlowestLookInterval.TotalSeconds));
        }));

    [Fact]
    public void What_is_quiet_for_longer_is_never_swept_or_looked_at_more_often() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Happenings.ToArbitrary(), happening =>
        {
            var now = Pacing.Of(happening.At(Beginning, CallLedger.Empty), Options);
            var later = Pacing.Of(
                (happening with { Quiet = happening.Quiet * 2 }).At(Beginning, CallLedger.Empty), Options);
            return later.SweepSeconds >= now.SweepSeconds
                && (later.Looks?.Seconds ?? 0) >= (now.Looks?.Seconds ?? 0);
        }));

    [Fact]
    public void What_happens_there_never_slows_sweeps_down() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Happenings.ToArbitrary(), happening =>
            Seconds(happening with { HasTasks = true }) <= Seconds(happening with { HasTasks = false })
            && Seconds(happening with { IsInDoubt = true }) <= Seconds(happening with { IsInDoubt = false })));

    [Fact]
    public void A_watch_that_missed_something_is_trusted_less_than_one_that_did_not() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Happenings.ToArbitrary(), happening =>
            Seconds(happening with { Watch = WatchHealth.Silent })
                <= Seconds(happening with { Watch = WatchHealth.Alive })));

    [Fact]
    public void A_ledger_is_never_below_what_was_spent_and_forgets_after_an_hour()
    {
        var spendings = Gen.ListOf(
            from wait in Gen.Choose(0, 1_500)
            from calls in Gen.Choose(0, 100)
            select (Wait: TimeSpan.FromSeconds(wait), Calls: (long)calls), 40);
        Check.QuickThrowOnFailure(Prop.ForAll(spendings.ToArbitrary(), spent =>
        {
            var (now, ledger, exact) = (Beginning, CallLedger.Empty, new List<(DateTimeOffset At, long Calls)>());
            foreach (var (wait, calls) in spent)
            {
                now += wait;
                ledger = ledger.Add(now, calls);
                exact.Add((now, calls));
                var least = exact.Where(one => one.At > now - Hour).Sum(one => one.Calls);
                var most = exact.Where(one => one.At > now - Hour - TimeSpan.FromMinutes(5)).Sum(one => one.Calls);
                if (ledger.LastHour(now) < least || ledger.LastHour(now) > most) return false;
            }

            return ledger.Entries.Count <= 26 && ledger.LastHour(now + Hour) == 0;
        }));
    }

    private static double Seconds(Happening happening) =>
        Pacing.Of(happening.At(Beginning, CallLedger.Empty), Options).SweepSeconds;

    private static bool KeepsTheBudget(IReadOnlyList<Happening> happenings)
    {
        var (now, ledger) = (Beginning, CallLedger.Empty);
        var spent = new List<(DateTimeOffset At, long Calls)>();
        foreach (var happening in happenings)
        {
            ledger = ledger.Add(now, happening.Cost + happening.Others);
            spent.Add((now, happening.Cost + happening.Others));
            var rhythm = Pacing.Of(happening.At(now, ledger), Options);
            now += TimeSpan.FromSeconds(rhythm.SweepSeconds);
            var then = spent.Where(one => one.At > now - Hour).Sum(one => one.Calls) + happening.Cost;
            if (then > Options.CallBudget && rhythm.SweepSeconds < Options.SlowestSweepInterval.TotalSeconds)
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Happening(
        int Cost, int Others, WatchHealth Watch, int Looks, int Clean, TimeSpan Quiet, bool HasTasks, bool IsInDoubt)
    {
        public SyncSituation At(DateTimeOffset now, CallLedger ledger) => new()
        {
            Now = now,
            Watch = Watch,
            CallsPerLook = Looks,
            CleanSweeps = Clean,
            LastChange = now - Quiet,
            HasTasks = HasTasks,
            IsInDoubt = IsInDoubt,
            SweepCalls = Cost,
            SweepTook = TimeSpan.FromSeconds(1),
            Ledger = ledger,
        };
    }
}
