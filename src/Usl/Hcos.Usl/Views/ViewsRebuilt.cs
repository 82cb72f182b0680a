namespace Hcos.Usl.Views;

/// <summary>What building all views once more showed.</summary>
/// <param name="Position">The place in the journal up to which they were built.</param>
/// <param name="Took">How long building took.</param>
/// <param name="Live">The hash of the live views there.</param>
/// <param name="Rebuilt">The hash of the rebuilt ones.</param>
internal sealed record ViewsRebuilt(long Position, TimeSpan Took, string Live, string Rebuilt)
{
    public bool AreEqual => Live == Rebuilt;
}
