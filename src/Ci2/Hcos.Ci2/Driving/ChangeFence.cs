using Hcos.Ci2.Drivers;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Stores;

namespace Hcos.Ci2.Driving;

/// <summary>
/// The look at the head row before every native call that changes something. Drivers outlive an ownership; the effects
/// of an ownership do not, so the latest one that ran says who owns the log.
/// </summary>
internal sealed class ChangeFence
{
    private volatile IEffectContext? _context;

    /// <summary>An effect of the present ownership runs.</summary>
    public void Enter(IEffectContext context) => _context = context;

    /// <exception cref="DriverException">Another process owns the log, or nobody can tell.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (_context is not { } context) return;
        try
        {
            await context.VerifyOwnershipAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OwnershipLostException lost)
        {
            throw new DriverException(
                DriverFailure.Unavailable, "another process serves the environment now", lost);
        }
    }
}
