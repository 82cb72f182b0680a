namespace Hcos.Kernel.Simulated.Bus;

/// <summary>
/// What waits for one receiver, in order. A receiver that does not finish at once holds up its own lane and nobody
/// else; the lane goes on when it is advanced again after the receiver has finished.
/// </summary>
internal sealed class Lane(int mostWaiting)
{
    private readonly Queue<Func<ValueTask>> _waiting = new();
    private Task? _running;

    /// <summary>How many calls were refused because too many waited.</summary>
    public long Dropped { get; private set; }

    /// <summary>How many calls threw.</summary>
    public long Failed { get; private set; }

    public void Add(Func<ValueTask> call)
    {
        if (_waiting.Count < mostWaiting) _waiting.Enqueue(call);
        else Dropped++;
    }

    /// <summary>Makes the calls that can be made now; answers how many.</summary>
    public int Advance()
    {
        var made = 0;
        while (IsFree() && _waiting.TryDequeue(out var call))
        {
            made++;
            try
            {
                _running = call().AsTask();
            }
            catch (Exception)
            {
                Failed++;
            }
        }

        return made;
    }

    private bool IsFree()
    {
        if (_running is null) return true;
        if (!_running.IsCompleted) return false;
        if (_running.IsFaulted) Failed++;
        _running = null;
        return true;
    }
}
