using Hcos.Architecture.Tests.Messages;
using Hcos.Architecture.Tests.Reading;
using Hcos.Kernel.Messages;

namespace Hcos.Architecture.Tests.Graph;

/// <summary>Layers know their neighbours' messages and no more: read from what the compiled layers refer to.</summary>
public sealed class ContractUseTests
{
    private const string Contracts = "Hcos.Contracts";

    [Fact]
    public void A_layer_refers_only_to_commands_it_may_send_and_events_it_may_observe()
    {
        var faults = new List<string>();
        foreach (var layer in ArchitectureTables.Layers)
        {
            var project = $"Hcos.{layer}";
            if (Repository.Production().All(known => known.Name != project)) continue;
            var carried = ContractTypes.CarriedBy(ContractTypes.Messages.Where(message => May(layer, message)));
            faults.AddRange(
                from type in ReferredTo(project)
                where !IsCommon(type) && !carried.Contains(type)
                select $"{project} refers to {type.FullName}");
        }

        Violations.None(faults);
    }

    [Fact]
    public void Drivers_and_placement_use_only_the_formats_they_are_for()
    {
        Violations.None(
            from project in Repository.Production()
            from row in ArchitectureTables.Uses
            where ArchitectureTables.Fits(row.Key, project.Name)
            from type in ReferredTo(project.Name)
            where !row.Value.Contains(type.Namespace)
            select $"{project.Name} refers to {type.FullName}");
    }

    [Fact]
    public void The_tables_name_every_layer()
    {
        Assert.Equal(ArchitectureTables.Layers.Order(), ArchitectureTables.Sends.Keys.Order());
        Assert.Equal(ArchitectureTables.Layers.Order(), ArchitectureTables.Observes.Keys.Order());
        Violations.None(
            ContractTypes.Messages
                .Where(message => !ArchitectureTables.Layers.Contains(ContractTypes.LayerOf(message)))
                .Select(message => $"{message.FullName} belongs to no layer"));
    }

    private static bool IsCommon(Type type) => ArchitectureTables.Common.Contains(type.Namespace!);

    private static bool May(string layer, Type message)
    {
        var of = ContractTypes.LayerOf(message);
        if (of == layer) return true;
        var sends = ArchitectureTables.Sends[layer].Contains(of)
            && (!ArchitectureTables.SendsOnly.TryGetValue((layer, of), out var words)
                || words.Any(word => ContractTypes.NameOf(message).Contains(word, StringComparison.Ordinal)));
        var observes = ArchitectureTables.Observes[layer].Contains(of);
        if (typeof(ICommand).IsAssignableFrom(message)) return sends;
        return typeof(IEvent).IsAssignableFrom(message) ? observes : sends || observes;
    }

    private static List<Type> ReferredTo(string project)
    {
        using var assembly = CompiledAssembly.Open(project);
        return [.. assembly.Reader.TypeReferences
            .Select(handle => CompiledAssembly.Names.GetTypeFromReference(assembly.Reader, handle, 0))
            .Where(name => name.StartsWith(Contracts + ".", StringComparison.Ordinal))
            .Select(name => ContractTypes.Assembly.GetType(name, throwOnError: true)!)];
    }
}
