namespace Hcos.Benchmarks.Running;

/// <summary>One benchmark: measures something and its ceiling in the same run.</summary>
internal interface IBenchmark
{
    /// <summary>The word it is called by.</summary>
    string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    string Summary { get; }

    /// <summary>Whether it runs only when it is called by its name: it needs more than a machine usually has.</summary>
    bool IsApart => false;

    /// <summary>Measures. Progress goes to standard error.</summary>
    Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancellationToken);
}
