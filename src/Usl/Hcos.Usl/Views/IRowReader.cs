using Hcos.Kernel.Stores;

namespace Hcos.Usl.Views;

/// <summary>The views as of one position of the journal.</summary>
internal interface IRowReader
{
    /// <summary>The position that everything read here is true for.</summary>
    long Position { get; }

    /// <summary>A row; null when there is none.</summary>
    /// <exception cref="StoreUnavailableException">The store is needed and cannot be reached.</exception>
    ValueTask<PresentRow?> GetAsync(string view, string key, CancellationToken cancellationToken);

    /// <summary>A page of rows in order of key; <see cref="ViewQuery.At"/> is not looked at.</summary>
    /// <exception cref="StoreUnavailableException">The store is needed and cannot be reached.</exception>
    ValueTask<RowPage> ListAsync(string view, ViewQuery query, CancellationToken cancellationToken);
}

/// <summary>A page of rows.</summary>
/// <param name="Rows">In order of key.</param>
/// <param name="Next">The key to continue after; null on the last page.</param>
internal sealed record RowPage(IReadOnlyList<PresentRow> Rows, string? Next);
