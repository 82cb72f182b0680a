namespace Hcos.Kernel.Tests.Bus;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private DateTimeOffset _now = new(2031, 5, 6, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
