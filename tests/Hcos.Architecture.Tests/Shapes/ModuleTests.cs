using System.Reflection;
using System.Reflection.Metadata;
using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Shapes;

public sealed class ModuleTests
{
    [Fact]
    public void A_layer_shows_its_module_what_the_module_takes_and_answers_and_the_twins_of_seams_and_nothing_else()
    {
        var faults = new List<string>();
        foreach (var layer in ArchitectureTables.Layers)
        {
            var project = $"Hcos.{layer}";
            if (Repository.Production().All(known => known.Name != project)) continue;
            using var assembly = CompiledAssembly.Open(project);
            var shown = PublicTypes(assembly);
            var wanted = Reachable($"{project}.{layer}Module", shown);
            faults.AddRange(
                shown.Keys.Except(wanted).Where(type => !BelongsToSeam(type, wanted))
                    .Select(type => $"{type} is public"));
            if (!shown.ContainsKey($"{project}.{layer}Module")) faults.Add($"{project} has no {layer}Module");
        }

        Violations.None(faults);
    }

    /// <summary>The exceptions of a seam that the module shows, and the seam's simulated twin.</summary>
    private static bool BelongsToSeam(string type, HashSet<string> wanted)
    {
        var at = type.LastIndexOf('.') + 1;
        var word = type[at..].Replace("Simulated", "", StringComparison.Ordinal)
            .Replace("Exception", "", StringComparison.Ordinal);
        return word != type[at..] && wanted.Contains($"{type[..at]}I{word}");
    }

    /// <summary>The public types of a layer, each with the types that its public members name.</summary>
    private static Dictionary<string, string> PublicTypes(CompiledAssembly assembly) =>
        assembly.Reader.TypeDefinitions.Select(assembly.Reader.GetTypeDefinition)
            .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
            .Where(type => !assembly.IsGenerated(type))
            .ToDictionary(assembly.NameOf, type => MentionedBy(assembly, type));

    private static string MentionedBy(CompiledAssembly assembly, TypeDefinition type) =>
        string.Join(' ',
            from handle in type.GetMethods()
            let method = assembly.Reader.GetMethodDefinition(handle)
            where (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public
            let signature = method.DecodeSignature(CompiledAssembly.Names, null)
            select $"{signature.ReturnType} {string.Join(' ', signature.ParameterTypes)}");

    private static HashSet<string> Reachable(string module, Dictionary<string, string> shown)
    {
        var reached = new HashSet<string> { module };
        var next = new Queue<string>([module]);
        while (next.TryDequeue(out var from))
        {
            if (!shown.TryGetValue(from, out var mentioned)) continue;
            var words = mentioned.Split([' ', '<', '>', ',', '[', ']', '&', '?']);
            foreach (var type in words.Where(shown.ContainsKey).Where(reached.Add)) next.Enqueue(type);
        }

        return reached;
    }
}
