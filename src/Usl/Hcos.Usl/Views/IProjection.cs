using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Folds the journal into the rows of one view. Pure and total: any order across logs must be borne.</summary>
/// <typeparam name="TView">A row.</typeparam>
internal interface IProjection<TView> where TView : class
{
    /// <summary>The view's name.</summary>
    static abstract string View { get; }

    /// <summary>The rows that an entry concerns.</summary>
    static abstract IEnumerable<string> Keys(JournalEntry entry, IRows rows);

    /// <summary>The row after the entry; null when there is none (any more).</summary>
    static abstract TView? Apply(TView? view, JournalEntry entry, IRows rows);
}

/// <summary>The rows as the fold has left them so far, those of the other views included.</summary>
internal interface IRows
{
    /// <summary>A row; null when there is none.</summary>
    TView? Get<TView>(string view, string key) where TView : class;

    /// <summary>All rows of a view, in order of key. Looks at everything: for what happens rarely.</summary>
    IReadOnlyList<KeyValuePair<string, TView>> All<TView>(string view) where TView : class;
}
