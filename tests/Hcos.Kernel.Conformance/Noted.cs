using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Conformance;

/// <summary>The event that the suites write.</summary>
/// <param name="Text">Any text.</param>
/// <param name="Number">Any number.</param>
[MessageName("conformance.noted.v1")]
public sealed record Noted(string Text, long Number) : IEvent;
