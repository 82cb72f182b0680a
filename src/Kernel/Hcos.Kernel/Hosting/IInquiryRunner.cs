using Hcos.Kernel.Layers;

namespace Hcos.Kernel.Hosting;

/// <summary>Asks the world what a layer cannot know; whoever runs a layer's effects may do so.</summary>
public interface IInquiryRunner
{
    /// <summary>Answers an <see cref="Inquiry"/> by what its question announces; failures are answers.</summary>
    /// <param name="request">What is asked. Nothing is changed by it.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    Task<object> AnswerAsync(object request, CancellationToken cancellationToken);
}
