using Hcos.Kernel.Layers;

namespace Hcos.Kernel.Hosting;

/// <summary>
/// Inquiries under way, so many at most: an environment that does not answer must not take the places of questions that
/// a layer answers by itself.
/// </summary>
internal sealed class Inquiries(string layer, IEffectRunner effects, int most)
{
    private int _running;

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">Too many are under way, or nobody here asks the world.</exception>
    public async Task<object?> AskAsync(Inquiry inquiry, CancellationToken cancellationToken)
    {
        if (effects is not IInquiryRunner runner)
        {
            throw new InvalidOperationException($"{layer} has nobody who asks {inquiry.Request.GetType().Name}");
        }

        try
        {
            return Interlocked.Increment(ref _running) <= most
                ? await runner.AnswerAsync(inquiry.Request, cancellationToken).ConfigureAwait(false)
                : throw new InvalidOperationException($"{layer} asks {most} things already");
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
