namespace Hcos.Benchmarks.Running;

/// <summary>One benchmark: measures something and its ceiling in the same run.</summary>
internal interface IBenchmark
{
    /// <summary>The word it is called by.</summary>
    string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    string Summary { get; }

    /// <summary>Measures. Progress goes to standard error.</summary>
    Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken);
}
