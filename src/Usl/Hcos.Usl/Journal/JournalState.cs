namespace Hcos.Usl.Journal;

/// <summary>The journal remembers nothing: the kernel knows how far each log was consumed.</summary>
internal sealed record JournalState
{
    public static JournalState Instance { get; } = new();
}
