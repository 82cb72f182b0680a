using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Ledger;

/// <summary>
/// Several schedulers race on one ledger: the real ARML and the real placement engine over a network that loses,
/// doubles and reorders commands, with crashes on both sides. What is committed is held against books kept once more.
/// </summary>
internal sealed class LedgerRace
{
    private const long Gib = 1L << 30;
    private const int Hosts = 48;
    private const double CrashOfLedger = 0.0002;
    private const double CrashOfScheduler = 0.0001;
    private const double Lost = 0.02;
    private const double Doubled = 0.05;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(1);
    private static readonly EnvironmentId Lab = new(DerivedId.From("race", "lab"));
    private readonly Dice _dice;
    private readonly LedgerProcess _ledger;
    private readonly List<Scheduler> _schedulers;
    private readonly Dictionary<Guid, (Scheduler Scheduler, ResourceId Resource)> _claims = [];
    private readonly List<CommandEnvelope> _network = [];
    private readonly List<RecordedEvent> _told = [];
    private readonly PlayedDrivers _drivers = new();
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _commands;
    private int _pruned;

    public LedgerRace(int seed, int schedulers)
    {
        _dice = new Dice(seed, "race");
        _schedulers = [.. Enumerable.Range(1, schedulers).Select(number => new Scheduler(number, seed))];
        _ledger = new LedgerProcess(_now) { Committed = LetOut };
        _drivers.Tell(
            new EnvironmentReached(Lab, "native", "1.0", _now),
            [.. Enumerable.Range(0, Hosts).Select(HostObject)],
            _now,
            Lab);
        _ledger.Step(PlayedDrivers.Environment(Lab, _now), _now);
        _ledger.Commit();
        Catch(_drivers.Wanted(_ledger.Wants("ci2"), _now));
        _ledger.Commit();
    }

    public Books Books { get; } = new();

    public int LedgerCrashes => _ledger.Crashes;

    public int SchedulerCrashes { get; private set; }

    public long Conflicts => _schedulers.Sum(scheduler => scheduler.Conflicts);

    public long CommandsLost { get; private set; }

    public long CommandsDoubled { get; private set; }

    /// <summary>Races until so many claims and releases are committed; then gives everything back.</summary>
    public void Run(long claimsAndReleases)
    {
        Go(claimsAndReleases);
        for (var turns = 0; turns < 10_000_000 && !IsAtRest(); turns++) Act(isEnding: true);
        if (!IsAtRest()) throw new InvalidOperationException("something is never given back");
    }

    /// <summary>Races until so many more claims and releases are committed.</summary>
    public void Go(long claimsAndReleases)
    {
        var until = Books.Claims + Books.Releases + claimsAndReleases;
        while (Books.Claims + Books.Releases < until) Act(isEnding: false);
    }

    /// <summary>What ARML, the schedulers and the books say of each host is equal once all have heard all.</summary>
    public void Compare()
    {
        _ledger.Commit();
        foreach (var scheduler in _schedulers) Hear(scheduler, int.MaxValue);
        foreach (var host in Books.Hosts.Values)
        {
            Equal(host, "ARML", _ledger.Lookups.ClaimedOn(host));
            foreach (var scheduler in _schedulers) Equal(host, "a scheduler", Seen(scheduler, host));
        }
    }

    private static Capacity Seen(Scheduler scheduler, HostCapacityChanged host)
    {
        var free = scheduler.Table.FreeAt(scheduler.Table.RowOf(new(host.Environment, host.Host)));
        var asked = scheduler.Asked.Where(claim => claim.Host == host.Host)
            .Aggregate(Capacity.None, (sum, claim) => sum + claim.Amount);
        return host.Total - host.Foreign - free - asked;
    }

    private void Equal(HostCapacityChanged host, string who, Capacity seen)
    {
        if (seen == Books.On(host.Host)) return;
        throw new InvalidOperationException($"{who} has {seen} on {host.Host}, the books {Books.On(host.Host)}");
    }

    private bool IsAtRest() =>
        _network.Count == 0 && Books.Held.Count == 0 && _schedulers.TrueForAll(scheduler => scheduler.IsIdle);

    private void Act(bool isEnding)
    {
        _now += Turn;
        if (!isEnding && _dice.Chance(CrashOfLedger)) _ledger.Crash(_now);
        var scheduler = _dice.Pick(_schedulers);
        if (!isEnding && _dice.Chance(CrashOfScheduler)) Crash(scheduler);
        if (_dice.Chance(0.3)) Hear(scheduler, _dice.Between(1, 64));
        if (scheduler.Act(_now, isEnding) is { } command) Send(scheduler, command);
        for (var count = _dice.Between(0, 3); count > 0 && _network.Count > 0; count--) Deliver();
        Catch(_drivers.Wanted(_ledger.Wants("ci2"), _now));
        if (_dice.Chance(0.5)) _ledger.Commit();
        if (_dice.Chance(0.01)) _ledger.Step(LayerInput.Ticked.Instance, _now);
    }

    private void Crash(Scheduler scheduler)
    {
        SchedulerCrashes++;
        scheduler.Forget(Books, _pruned + _told.Count);
    }

    private void Send(Scheduler scheduler, ICommand command)
    {
        var id = DerivedId.From("race", "command", $"{++_commands}");
        if (command is ClaimCapacity claim) _claims[id] = (scheduler, claim.Resource);
        var envelope = new CommandEnvelope("arml", MessageContext.First(id), _now + TimeSpan.FromSeconds(10), command);
        if (_dice.Chance(Lost))
        {
            CommandsLost++;
            return;
        }

        _network.Add(envelope);
        if (!_dice.Chance(Doubled)) return;
        CommandsDoubled++;
        _network.Add(envelope);
    }

    /// <summary>In any order.</summary>
    private void Deliver()
    {
        var index = _dice.Between(0, Math.Min(_network.Count, 16) - 1);
        var envelope = _network[index];
        _network.RemoveAt(index);
        _ledger.Step(new LayerInput.Commanded(envelope), _now);
    }

    private void Catch(LayerInput? told)
    {
        if (told is not null) _ledger.Step(told, _now);
    }

    private void LetOut(StepOutput output)
    {
        foreach (var happened in output.Events)
        {
            Books.Take(happened.Body);
            _told.Add(happened);
            if (happened.Body is not CommandSettled { Code: "stale", Command: var command }) continue;
            if (_claims.Remove(command, out var asked)) asked.Scheduler.Refused(asked.Resource);
        }

        foreach (var command in output.Commands) _drivers.Do(command, _now);
        if (_told.Count > 50_000) Prune();
    }

    private void Hear(Scheduler scheduler, int most)
    {
        var first = Math.Max(scheduler.Next - _pruned, 0);
        var until = (int)Math.Min((long)first + most, _told.Count);
        for (var index = first; index < until; index++) scheduler.Hear(_told[index].Body, _pruned + index);
    }

    private void Prune()
    {
        foreach (var scheduler in _schedulers) Hear(scheduler, int.MaxValue);
        _pruned += _told.Count;
        _told.Clear();
        _claims.Clear();
    }

    private static ResourceObject HostObject(int number) =>
        new(new(ResourceKind.Host, $"h{number:00}"), $"h{number:00}", ResourceState.Running)
        {
            Host = new(8, 64 * Gib, "x86_64", "played"),
        };
}
