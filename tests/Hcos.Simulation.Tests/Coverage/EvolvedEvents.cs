using Hcos.Kernel.Messages;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Hcos.Simulation.Tests.Coverage;

/// <summary>Reads from compiled code which events the <c>Evolve</c> of a decider tells apart.</summary>
internal static class EvolvedEvents
{
    private const int MostMethods = 500;

    public static IReadOnlyList<string> Of(Type decider)
    {
        using var module = ModuleDefinition.ReadModule(decider.Assembly.Location);
        var evolve = module.GetType(decider.FullName!.Replace('+', '/')).Methods.Single(m => m.Name == "Evolve");
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<MethodDefinition> { evolve };
        var open = new Queue<MethodDefinition>(seen);
        while (open.TryDequeue(out var method) && seen.Count < MostMethods)
        {
            foreach (var instruction in method.Body?.Instructions ?? [])
            {
                if (instruction.OpCode == OpCodes.Isinst && EventName((TypeReference)instruction.Operand) is { } name)
                {
                    found.Add(name);
                }

                if (instruction.Operand is MethodDefinition called && called.Module == module && seen.Add(called))
                {
                    open.Enqueue(called);
                }
            }
        }

        return [.. found];
    }

    private static string? EventName(TypeReference type)
    {
        var known = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.GetName().Name == type.Scope.Name.Replace(".dll", "", StringComparison.Ordinal))
            .Select(assembly => assembly.GetType(type.FullName))
            .FirstOrDefault(found => found is not null);
        return known?.IsAssignableTo(typeof(IEvent)) == true && !known.IsInterface ? known.Name : null;
    }
}
