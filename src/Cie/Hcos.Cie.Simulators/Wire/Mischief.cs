namespace Hcos.Cie.Simulators.Wire;

/// <summary>Makes single requests go wrong.</summary>
public sealed class Mischief
{
    private readonly Lock _lock = new();
    private readonly List<(string Verb, Interference What)> _planned = [];
    private readonly List<HeldRequest> _held = [];
    private List<string>? _heard;
    private (List<string> Heard, Func<IReadOnlyList<string>, bool> IsIt, Interference What)? _once;

    /// <summary>How many requests came in so far that were let in.</summary>
    public int Requests { get; private set; }

    /// <summary>How many requests are still to go wrong.</summary>
    public int Planned
    {
        get
        {
            lock (_lock) return _planned.Count + (_once is null ? 0 : 1);
        }
    }

    /// <summary>How many requests were acted on after their client had given up.</summary>
    public int ActedLate { get; private set; }

    /// <summary>Interferes with the next requests of a verb.</summary>
    /// <param name="verb">The last part of the action, <c>Pull</c> or <c>DefineSystem</c>; <c>*</c> for any.</param>
    /// <param name="what">What goes wrong.</param>
    /// <param name="times">With how many requests.</param>
    public void Plan(string verb, Interference what, int times = 1)
    {
        lock (_lock)
        {
            _planned.AddRange(Enumerable.Repeat((verb, what), times));
        }
    }

    /// <summary>Interferes with one request to come.</summary>
    /// <param name="isIt">Whether it is the last one of the verbs that have come since then.</param>
    /// <param name="what">What goes wrong.</param>
    public void PlanOnce(Func<IReadOnlyList<string>, bool> isIt, Interference what)
    {
        lock (_lock) _once = ([], isIt, what);
    }

    /// <summary>Begins to note the verbs of requests.</summary>
    public void Listen()
    {
        lock (_lock) _heard = [];
    }

    /// <summary>Notes no more; answers the verbs in the order in which they came.</summary>
    public IReadOnlyList<string> Heard()
    {
        lock (_lock)
        {
            var heard = _heard ?? [];
            _heard = null;
            return heard;
        }
    }

    /// <summary>Forgets what was planned; answers how much of it had not happened.</summary>
    public int Calm()
    {
        lock (_lock)
        {
            var left = Planned;
            _planned.Clear();
            _once = null;
            return left;
        }
    }

    /// <summary>Lets all requests act that were held until now; answers how many, once they have.</summary>
    public async Task<int> LetGoAsync(CancellationToken cancellationToken)
    {
        var held = TakeHeld();
        foreach (var request in held) await request.ActAsync(cancellationToken).ConfigureAwait(false);
        return held.Count;
    }

    /// <summary>A request that waits until it is told to act.</summary>
    internal HeldRequest Hold()
    {
        var held = new HeldRequest();
        lock (_lock) _held.Add(held);
        return held;
    }

    /// <summary>Those that are held never act.</summary>
    internal void Drop()
    {
        foreach (var request in TakeHeld()) request.Drop();
    }

    private List<HeldRequest> TakeHeld()
    {
        lock (_lock)
        {
            List<HeldRequest> all = [.. _held];
            _held.Clear();
            return all;
        }
    }

    /// <summary>What goes wrong with this request, or null.</summary>
    internal Interference? Take(string verb)
    {
        lock (_lock)
        {
            Requests++;
            _heard?.Add(verb);
            if (TakeOnce(verb) is { } one) return one;
            var at = _planned.FindIndex(planned => planned.Verb == "*" || planned.Verb == verb);
            if (at < 0) return null;
            var what = _planned[at].What;
            _planned.RemoveAt(at);
            return what;
        }
    }

    private Interference? TakeOnce(string verb)
    {
        if (_once is not { } once) return null;
        once.Heard.Add(verb);
        if (!once.IsIt(once.Heard)) return null;
        _once = null;
        return once.What;
    }

    /// <summary>Notes that a request was acted on after its client had given up.</summary>
    internal void NoteActedLate()
    {
        lock (_lock) ActedLate++;
    }
}
