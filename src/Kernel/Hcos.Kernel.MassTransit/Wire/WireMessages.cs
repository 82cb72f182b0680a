namespace Hcos.Kernel.MassTransit.Wire;

/// <summary>
/// What crosses the broker: a name and JSON in UTF-8 as the catalog writes it. The JSON is the body of the transport's
/// message as it is; all else travels in headers.
/// </summary>
/// <param name="Name">The log of a part of a log, the layer commands go to, or the name of a question.</param>
/// <param name="Json">The content; empty in the answer to a question that could not be answered.</param>
internal abstract record WireMessage(string Name, byte[] Json);

/// <summary>Commands to one layer: a JSON array of command envelopes.</summary>
internal sealed record CommandsMessage(string Name, byte[] Json) : WireMessage(Name, Json);

/// <summary>A part of a log.</summary>
internal sealed record BatchMessage(string Name, byte[] Json) : WireMessage(Name, Json);

/// <summary>How far a log reaches.</summary>
internal sealed record HeadMessage(string Name, byte[] Json) : WireMessage(Name, Json);

/// <summary>Somebody asks a layer for a part of its log.</summary>
internal sealed record ReplayRequestMessage(string Name, byte[] Json) : WireMessage(Name, Json);

/// <summary>A question to a layer.</summary>
internal sealed record QuestionMessage(string Name, byte[] Json) : WireMessage(Name, Json);

/// <summary>The answer to a question.</summary>
internal sealed record AnswerMessage(string Name, byte[] Json) : WireMessage(Name, Json);
