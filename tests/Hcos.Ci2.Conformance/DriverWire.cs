namespace Hcos.Ci2.Conformance;

/// <summary>
/// The way between the driver under test and its platform, which the fixture lays so that the suite can interfere. A
/// passage is one message in either direction: a request on its way to the platform or an answer on its way back.
/// </summary>
public abstract class DriverWire
{
    /// <summary>How many messages have passed so far, in both directions.</summary>
    public abstract int Passages { get; }

    /// <summary>
    /// Does something once, just before the <paramref name="ahead"/>th message from now (1: the next) passes. When that
    /// cuts the wire, the message does not arrive.
    /// </summary>
    public abstract void At(int ahead, Action happens);

    /// <summary>Cuts the wire: messages under way are dropped, and connecting again fails.</summary>
    public abstract void CutOff();

    /// <summary>
    /// Makes the wire whole and forgets what <see cref="At"/> still has to do. May be called any time.
    /// </summary>
    public abstract void Restore();
}
