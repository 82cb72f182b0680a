namespace Hcos.Ci2.OpenStack.Tests;

/// <summary>What is to go wrong next, over all services.</summary>
internal sealed class MischiefPlan
{
    private readonly Lock _lock = new();
    private (Func<string, bool> Which, Mischief What)? _next;

    /// <summary>The next request whose first line is as wanted goes wrong, once.</summary>
    public void Plan(Func<string, bool> which, Mischief what)
    {
        lock (_lock)
        {
            _next = (which, what);
        }
    }

    /// <summary>Nothing goes wrong any more; whether something was still to.</summary>
    public bool Calm()
    {
        lock (_lock)
        {
            var left = _next is not null;
            _next = null;
            return left;
        }
    }

    /// <summary>What goes wrong with a request.</summary>
    public Mischief? Take(string line)
    {
        lock (_lock)
        {
            if (_next is not { } next || !next.Which(line)) return null;
            _next = null;
            return next.What;
        }
    }
}
