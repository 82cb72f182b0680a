using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Hcos.Simulation.Tests.Mutants;

/// <summary>One method whose body is replaced by a constant answer, in the compiled assembly.</summary>
/// <param name="Assembly">The assembly, without extension.</param>
/// <param name="Type">Full name of the type.</param>
/// <param name="Method">The method; <c>get_X</c> for a property.</param>
/// <param name="Answer">What it answers instead: true, false, or null for nothing (void, or the default value).</param>
internal sealed record Edit(string Assembly, string Type, string Method, bool? Answer)
{
    /// <exception cref="InvalidOperationException">There is no such method, or it answers something else.</exception>
    public void Apply(ModuleDefinition module)
    {
        var found = module.GetType(Type)?.Methods.Where(method => method.Name == Method).ToList() ?? [];
        if (found.Count != 1) throw new InvalidOperationException($"{found.Count} methods {Type}.{Method}, not one");
        var method = found[0];
        var answersTruth = method.ReturnType.FullName == module.TypeSystem.Boolean.FullName;
        if (answersTruth != (Answer is not null)) throw new InvalidOperationException($"{Method}: another answer");
        method.Body = new MethodBody(method);
        Write(method, method.Body.GetILProcessor());
    }

    private void Write(MethodDefinition method, ILProcessor body)
    {
        if (Answer is { } answer)
        {
            body.Emit(answer ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
        }
        else if (method.ReturnType.FullName != method.Module.TypeSystem.Void.FullName)
        {
            var nothing = new VariableDefinition(method.ReturnType);
            method.Body.Variables.Add(nothing);
            method.Body.InitLocals = true;
            body.Emit(OpCodes.Ldloc, nothing);
        }

        body.Emit(OpCodes.Ret);
    }
}
