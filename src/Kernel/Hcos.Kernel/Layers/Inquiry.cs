namespace Hcos.Kernel.Layers;

/// <summary>
/// What the world must be asked, so that a layer can answer a question. It is asked beside the layer, which neither
/// waits for it nor writes anything down; the answer goes to whoever asked the question and to nobody else.
/// </summary>
/// <param name="Request">What is to be asked; it changes nothing.</param>
public sealed record Inquiry(object Request);
