using System.Reflection.Metadata;
using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Shapes;

/// <summary>Lengths of methods, from where the compiler says that their statements are.</summary>
public sealed class MethodLengthTests
{
    [Fact]
    public void No_method_is_longer_than_60_lines()
    {
        var faults = new List<string>();
        var methods = 0;
        foreach (var project in Repository.Production())
        {
            if (!File.Exists(Repository.AssemblyOf(project.Name)))
            {
                faults.Add($"{project.Name} is not built");
                continue;
            }

            using var assembly = CompiledAssembly.Open(project.Name);
            var symbols = Path.ChangeExtension(Repository.AssemblyOf(project.Name), ".pdb");
            using var provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(symbols));
            var reader = provider.GetMetadataReader();
            foreach (var handle in reader.MethodDebugInformation)
            {
                methods++;
                if (IsConstructor(assembly, handle)) continue;
                if (TooLong(reader, reader.GetMethodDebugInformation(handle)) is { } fault) faults.Add(fault);
            }
        }

        Assert.NotEqual(0, methods);
        Violations.None(faults);
    }

    /// <summary>The statements of a constructor include the initialisers of fields, wherever they stand.</summary>
    private static bool IsConstructor(CompiledAssembly assembly, MethodDebugInformationHandle handle)
    {
        var method = assembly.Reader.GetMethodDefinition(handle.ToDefinitionHandle());
        return assembly.Reader.GetString(method.Name) is ".ctor" or ".cctor";
    }

    private static string? TooLong(MetadataReader reader, MethodDebugInformation method)
    {
        if (method.Document.IsNil) return null;
        var document = reader.GetString(reader.GetDocument(method.Document).Name);
        if (document.EndsWith(".g.cs", StringComparison.Ordinal)) return null;
        var points = method.GetSequencePoints().Where(point => !point.IsHidden).ToList();
        if (points.Count == 0) return null;
        var first = points.Min(point => point.StartLine);
        var length = points.Max(point => point.EndLine) - first + 1;
        return length <= ArchitectureTables.MostMethodLines
            ? null
            : $"{Path.GetFileName(document)}:{first} has a method of {length} lines";
    }
}
