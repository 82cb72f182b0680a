namespace Hcos.Cie.Simulators.Wire;

/// <summary>Makes single requests go wrong.</summary>
public sealed class Mischief
{
    private readonly Lock _lock = new();
    private readonly List<(string Verb, Interference What)> _planned = [];

    /// <summary>How many requests came in so far that were let in.</summary>
    public int Requests { get; private set; }

    /// <summary>How many requests are still to go wrong.</summary>
    public int Planned
    {
        get
        {
            lock (_lock) return _planned.Count;
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

    /// <summary>Forgets what was planned; answers how much of it had not happened.</summary>
    public int Calm()
    {
        lock (_lock)
        {
            var left = _planned.Count;
            _planned.Clear();
            return left;
        }
    }

    /// <summary>What goes wrong with this request, or null.</summary>
    internal Interference? Take(string verb)
    {
        lock (_lock)
        {
            Requests++;
            var at = _planned.FindIndex(planned => planned.Verb == "*" || planned.Verb == verb);
            if (at < 0) return null;
            var what = _planned[at].What;
            _planned.RemoveAt(at);
            return what;
        }
    }

    /// <summary>Notes that a request was acted on after its client had given up.</summary>
    internal void NoteActedLate()
    {
        lock (_lock) ActedLate++;
    }
}
