using System.Reflection;
using System.Reflection.Metadata;
using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Shapes;

public sealed class AsyncShapeTests
{
    private const string Token = "System.Threading.CancellationToken";

    private static readonly string[] Awaited =
    [
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask",
        "System.Collections.Generic.IAsyncEnumerable",
    ];

    [Fact]
    public void An_asynchronous_method_ends_in_Async()
    {
        Violations.None(LookAtAsynchronous((name, _, _, _) =>
            name.EndsWith("Async", StringComparison.Ordinal) ? null : "does not end in Async"));
    }

    [Fact]
    public void An_asynchronous_method_that_others_call_takes_a_cancellation_token_last()
    {
        Violations.None(LookAtAsynchronous((_, method, signature, assembly) =>
        {
            if ((method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Private) return null;
            if (signature.ParameterTypes is not [.., Token]) return "takes no cancellation token last";
            var last = method.GetParameters().Select(assembly.Reader.GetParameter)
                .Single(parameter => parameter.SequenceNumber == signature.ParameterTypes.Length);
            return (last.Attributes & ParameterAttributes.Optional) == 0 ? null : "has an optional cancellation token";
        }));
    }

    private static IEnumerable<string> LookAtAsynchronous(
        Func<string, MethodDefinition, MethodSignature<string>, CompiledAssembly, string?> look) =>
        CompiledAssembly.LookAtTypes((assembly, type) =>
            from handle in type.GetMethods()
            let method = assembly.Reader.GetMethodDefinition(handle)
            let name = assembly.Reader.GetString(method.Name)
            let signature = method.DecodeSignature(CompiledAssembly.Names, null)
            where Awaited.Any(awaited => IsOf(awaited, signature.ReturnType)) && IsWritten(assembly, method, name)
            where !IsGivenByOthers(type, method)
            let fault = look(name, method, signature, assembly)
            where fault is not null
            select $"{name} {fault}");

    private static bool IsOf(string awaited, string type) =>
        type == awaited || type.StartsWith(awaited + "`", StringComparison.Ordinal);

    private static bool IsWritten(CompiledAssembly assembly, MethodDefinition method, string name) =>
        !name.Contains('<', StringComparison.Ordinal)
        && (method.Attributes & MethodAttributes.SpecialName) == 0
        && !assembly.IsGenerated(method.GetCustomAttributes());

    /// <summary>Implements an interface or overrides: its name and parameters were chosen elsewhere.</summary>
    private static bool IsGivenByOthers(TypeDefinition type, MethodDefinition method)
    {
        var isDelegate = (type.Attributes & TypeAttributes.Sealed) != 0 && method.RelativeVirtualAddress == 0;
        var isVirtual = (method.Attributes & MethodAttributes.Virtual) != 0;
        var isInterface = (type.Attributes & TypeAttributes.Interface) != 0;
        return isDelegate || (isVirtual && !isInterface);
    }
}
