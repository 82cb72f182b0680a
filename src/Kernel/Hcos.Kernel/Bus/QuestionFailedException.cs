namespace Hcos.Kernel.Bus;

/// <summary>
/// A layer received a question and could not answer it: it does not know the question, or answering failed by its own
/// fault. What went wrong stands in that layer's log lines and does not travel.
/// </summary>
public sealed class QuestionFailedException : Exception
{
    /// <summary>Names a failed question.</summary>
    /// <param name="layer">The layer that was asked.</param>
    /// <param name="question">The question's message name.</param>
    public QuestionFailedException(string layer, string question)
        : base($"{layer} could not answer {question}")
    {
        Layer = layer;
        Question = question;
    }

    /// <summary>The layer that was asked.</summary>
    public string Layer { get; }

    /// <summary>The question's message name.</summary>
    public string Question { get; }
}
