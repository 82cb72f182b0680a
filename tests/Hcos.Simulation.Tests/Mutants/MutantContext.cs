using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;

namespace Hcos.Simulation.Tests.Mutants;

/// <summary>
/// A second copy of the platform and of the simulation in this process, with a mutant's edits; everything else
/// (framework, test library) is shared.
/// </summary>
internal sealed class MutantContext(Mutant mutant) : AssemblyLoadContext(mutant.Name)
{
    private readonly HashSet<string> _edited = new(StringComparer.Ordinal);

    /// <summary>Runs seeds on the copy; what the first one that failed says, or null when none did.</summary>
    public string? FirstFailure(int first, int count, CancellationToken cancellationToken)
    {
        var failure = (string?)Try(nameof(MutantTrial.FirstFailure), first, count, cancellationToken);
        var missed = mutant.Edits.Select(edit => edit.Assembly).Except(_edited).ToList();
        return missed.Count == 0
            ? failure
            : throw new InvalidOperationException($"not loaded, so not edited: {string.Join(", ", missed)}");
    }

    /// <summary><see cref="MutantTrial.Shrink"/> on the copy.</summary>
    public (string Whole, string Small, bool IsSmaller) Shrink(int seed) =>
        ((string, string, bool))Try(nameof(MutantTrial.Shrink), seed)!;

    private object? Try(string method, params object[] arguments)
    {
        var copy = LoadFromAssemblyName(typeof(MutantTrial).Assembly.GetName());
        return copy.GetType(typeof(MutantTrial).FullName!)!.GetMethod(method)!.Invoke(null, arguments);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assemblyName.Name}.dll");
        if (assemblyName.Name?.StartsWith("Hcos.", StringComparison.Ordinal) != true || !File.Exists(file)) return null;
        using var module = ModuleDefinition.ReadModule(file);
        foreach (var edit in mutant.Edits.Where(edit => edit.Assembly == assemblyName.Name))
        {
            edit.Apply(module);
            _edited.Add(edit.Assembly);
        }

        using var image = new MemoryStream();
        module.Write(image);
        image.Position = 0;
        return LoadFromStream(image);
    }
}
