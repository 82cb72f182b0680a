using System.Reflection;
using System.Reflection.Metadata;
using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Shapes;

public sealed class ClassShapeTests
{
    [Fact]
    public void Every_class_is_sealed_or_static_or_the_root_of_a_closed_family()
    {
        Violations.None(CompiledAssembly.LookAtTypes((assembly, type) =>
        {
            var isClass = (type.Attributes & TypeAttributes.Interface) == 0;
            var isSealed = (type.Attributes & TypeAttributes.Sealed) != 0;
            if (!isClass || isSealed) return [];
            if ((type.Attributes & TypeAttributes.Abstract) == 0) return ["is neither sealed nor abstract"];
            return IsRecord(assembly, type) || HasOnlyStaticMembers(assembly, type)
                || ArchitectureTables.Faces.Contains(assembly.NameOf(type))
                ? []
                : ["is abstract, is no record, and has members of instances"];
        }));
    }

    [Fact]
    public void No_state_is_static_and_mutable()
    {
        Violations.None(CompiledAssembly.LookAtTypes((assembly, type) =>
            from handle in type.GetFields()
            let field = assembly.Reader.GetFieldDefinition(handle)
            let name = assembly.Reader.GetString(field.Name)
            where (field.Attributes & FieldAttributes.Static) != 0 && (field.Attributes & FieldAttributes.Literal) == 0
            let isFixed = (field.Attributes & FieldAttributes.InitOnly) != 0
            let fieldType = field.DecodeSignature(CompiledAssembly.Names, null)
            where !isFixed || MutableTypes.Any(mutable => fieldType.StartsWith(mutable, StringComparison.Ordinal))
            select $"{name} is static and mutable ({fieldType})"));
    }

    private static readonly string[] MutableTypes =
    [
        "System.Collections.Generic.Dictionary`", "System.Collections.Generic.List`",
        "System.Collections.Generic.HashSet`", "System.Collections.Generic.Queue`",
        "System.Collections.Generic.SortedDictionary`", "System.Collections.Generic.SortedSet`",
        "System.Collections.Concurrent.", "System.Text.StringBuilder", "System.Random",
    ];

    private static bool IsRecord(CompiledAssembly assembly, TypeDefinition type) =>
        type.GetMethods().Any(handle =>
            assembly.Reader.GetString(assembly.Reader.GetMethodDefinition(handle).Name) == "<Clone>$");

    private static bool HasOnlyStaticMembers(CompiledAssembly assembly, TypeDefinition type) =>
        type.GetMethods().All(handle =>
        {
            var method = assembly.Reader.GetMethodDefinition(handle);
            return (method.Attributes & MethodAttributes.Static) != 0
                || assembly.Reader.GetString(method.Name) == ".ctor";
        });
}
