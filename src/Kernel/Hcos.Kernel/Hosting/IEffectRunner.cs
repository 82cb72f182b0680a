using Hcos.Kernel.Layers;

namespace Hcos.Kernel.Hosting;

/// <summary>Carries out a layer's effects: the only place where a layer touches the world.</summary>
public interface IEffectRunner
{
    /// <summary>
    /// Runs one effect and answers with its result, which the owing stream is given as <c>EffectEnded</c>. What it
    /// throws reaches the stream as <c>EffectThrew</c>: a defect.
    /// </summary>
    /// <param name="start">What is to be done.</param>
    /// <param name="context">What the effect can use while it runs.</param>
    /// <param name="cancellationToken">The effect is no longer wanted, or the layer stops.</param>
    Task<object> RunAsync(EffectStart start, IEffectContext context, CancellationToken cancellationToken);
}

/// <summary>What an effect can use while it runs.</summary>
public interface IEffectContext
{
    /// <summary>The layer's log time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Tells the layer something before the effect ends.</summary>
    ValueTask ReportAsync(object report, CancellationToken cancellationToken);

    /// <summary>Checks that this process still owns the log; call it right before the world is changed.</summary>
    /// <exception cref="Stores.OwnershipLostException">It does not.</exception>
    Task VerifyOwnershipAsync(CancellationToken cancellationToken);
}
