namespace Hcos.Ci2.Conformance;

/// <summary>Counts passages, over one relay or several, and does something at one of them.</summary>
public sealed class PassageCounter
{
    private readonly Lock _lock = new();
    private int _count;
    private int _happensAt;
    private Action? _happens;

    /// <summary>How many there were.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>See <see cref="DriverWire.At"/>.</summary>
    public void At(int ahead, Action happens)
    {
        lock (_lock)
        {
            (_happensAt, _happens) = (_count + ahead, happens);
        }
    }

    /// <summary>Nothing is to happen any more.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _happens = null;
        }
    }

    /// <summary>A message is about to pass.</summary>
    public void Pass()
    {
        Action? happens = null;
        lock (_lock)
        {
            if (++_count == _happensAt) (happens, _happens) = (_happens, null);
        }

        happens?.Invoke();
    }
}
