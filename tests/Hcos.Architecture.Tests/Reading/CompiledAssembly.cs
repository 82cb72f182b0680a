using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Hcos.Architecture.Tests.Reading;

/// <summary>A compiled project, read as metadata without loading it.</summary>
internal sealed class CompiledAssembly : IDisposable
{
    private readonly PEReader _file;

    private CompiledAssembly(string project, PEReader file)
    {
        Project = project;
        _file = file;
        Reader = file.GetMetadataReader();
    }

    public static SignatureNames Names { get; } = new();

    public string Project { get; }

    public MetadataReader Reader { get; }

    /// <summary>Opens the assembly of a project, which the build of this program has built before.</summary>
    public static CompiledAssembly Open(string project)
    {
        var path = Repository.AssemblyOf(project);
        Assert.True(File.Exists(path), $"{project} is not built");
        return new CompiledAssembly(project, new PEReader(File.OpenRead(path)));
    }

    /// <summary>All types of <c>src</c> that the given look at each type finds fault with.</summary>
    public static IEnumerable<string> LookAtTypes(Func<CompiledAssembly, TypeDefinition, IEnumerable<string>> look)
    {
        foreach (var project in Repository.Production())
        {
            if (!File.Exists(Repository.AssemblyOf(project.Name)))
            {
                yield return $"{project.Name} is not built";
                continue;
            }

            using var assembly = Open(project.Name);
            foreach (var handle in assembly.Reader.TypeDefinitions)
            {
                var type = assembly.Reader.GetTypeDefinition(handle);
                if (assembly.IsGenerated(type)) continue;
                foreach (var fault in look(assembly, type)) yield return $"{assembly.NameOf(type)}: {fault}";
            }
        }
    }

    public string NameOf(TypeDefinition type)
    {
        var name = Reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{NameOf(Reader.GetTypeDefinition(outer))}+{name}"
            : $"{Reader.GetString(type.Namespace)}.{name}";
    }

    /// <summary>The name of a base type or interface, without type arguments.</summary>
    public string NameOf(EntityHandle type)
    {
        var name = type.Kind switch
        {
            HandleKind.TypeReference => Names.GetTypeFromReference(Reader, (TypeReferenceHandle)type, 0),
            HandleKind.TypeDefinition => Names.GetTypeFromDefinition(Reader, (TypeDefinitionHandle)type, 0),
            HandleKind.TypeSpecification =>
                Names.GetTypeFromSpecification(Reader, null, (TypeSpecificationHandle)type, 0),
            _ => string.Empty,
        };
        return name.Split('<')[0];
    }

    /// <summary>The names of the attributes of a type or member.</summary>
    public IEnumerable<string> AttributesOf(CustomAttributeHandleCollection attributes) =>
        attributes.Select(handle => NameOf(ConstructedBy(Reader.GetCustomAttribute(handle))));

    /// <summary>The string that an attribute of a type was made with; null when it has no such attribute.</summary>
    public string? TextOf(TypeDefinition type, string attribute)
    {
        foreach (var handle in type.GetCustomAttributes())
        {
            var found = Reader.GetCustomAttribute(handle);
            if (NameOf(ConstructedBy(found)) != attribute) continue;
            var blob = Reader.GetBlobReader(found.Value);
            blob.ReadUInt16();
            return blob.ReadSerializedString();
        }

        return null;
    }

    /// <summary>Made by the compiler or a source generator rather than written by somebody.</summary>
    public bool IsGenerated(TypeDefinition type) =>
        NameOf(type).Contains('<', StringComparison.Ordinal)
        || !NameOf(type).StartsWith("Hcos.", StringComparison.Ordinal)
        || IsGenerated(type.GetCustomAttributes())
        || (type.GetDeclaringType() is { IsNil: false } outer && IsGenerated(Reader.GetTypeDefinition(outer)));

    public bool IsGenerated(CustomAttributeHandleCollection attributes) =>
        AttributesOf(attributes).Any(name => name.EndsWith("CompilerGeneratedAttribute", StringComparison.Ordinal)
            || name.EndsWith("GeneratedCodeAttribute", StringComparison.Ordinal));

    public void Dispose() => _file.Dispose();

    private EntityHandle ConstructedBy(CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
            ? Reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            : Reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType();
}
