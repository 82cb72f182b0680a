namespace Hcos.Kernel.MassTransit.Wire;

// What crosses the broker. Each message carries JSON as the catalog writes it, so that the meaning of a message never
// depends on how MassTransit serialises its envelope.

/// <summary>Commands to one layer: a JSON array of command envelopes.</summary>
internal sealed record CommandsMessage(string Json);

/// <summary>A part of a log.</summary>
internal sealed record BatchMessage(string Log, string Json);

/// <summary>How far a log reaches.</summary>
internal sealed record HeadMessage(string Log, string Json);

/// <summary>Somebody asks a layer for a part of its log.</summary>
internal sealed record ReplayRequestMessage(string Json);

/// <summary>A question to a layer.</summary>
internal sealed record QuestionMessage(string Name, string Json);

/// <summary>The answer to a question; without JSON when the layer could not answer it.</summary>
internal sealed record AnswerMessage(string? Json);
