using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hcos.Architecture.Tests.Reading;
using Hcos.Kernel.Messages;

namespace Hcos.Architecture.Tests.Messages;

public sealed partial class MessageNameTests
{
    private static readonly string[] Kinds =
        [.. new[] { typeof(IEvent), typeof(ICommand), typeof(IQuestion<>), typeof(IRemoves), typeof(ITaskEnded),
            typeof(ITaskBegun) }.Select(type => type.FullName!)];

    [Fact]
    public void Every_message_of_the_contracts_is_named_after_its_layer_and_type()
    {
        Assert.NotEmpty(ContractTypes.Messages);
        Violations.None(
            from message in ContractTypes.Messages
            let layer = ContractTypes.LayerOf(message)
            let name = ContractTypes.NameOf(message)
            let word = JsonNamingPolicy.KebabCaseLower.ConvertName(message.Name)
            let beginning = $"{JsonNamingPolicy.CamelCase.ConvertName(layer)}.{word}."
            where !Form().IsMatch(name) || !name.StartsWith(beginning, StringComparison.Ordinal)
            select $"{message.FullName} is named '{name}'");
    }

    [Fact]
    public void Every_internal_message_carries_the_name_of_its_layer()
    {
        Violations.None(CompiledAssembly.LookAtTypes((assembly, type) =>
        {
            var isMessage = type.GetInterfaceImplementations()
                .Select(handle => assembly.NameOf(assembly.Reader.GetInterfaceImplementation(handle).Interface))
                .Any(name => Kinds.Contains(name));
            var isAbstract = (type.Attributes & TypeAttributes.Abstract) != 0;
            var layer = assembly.Project.Split('.')[1].ToLowerInvariant();
            if (!isMessage || isAbstract || layer == "contracts" || assembly.NameOf(type) == Unknown) return [];
            var name = assembly.TextOf(type, typeof(MessageNameAttribute).FullName!);
            return name is not null && Form().IsMatch(name) && name.StartsWith(layer + ".", StringComparison.Ordinal)
                ? []
                : [$"is named '{name}'"];
        }));
    }

    private static string Unknown => typeof(UnknownMessage).FullName!;

    [GeneratedRegex(@"^[a-z0-9]+\.[a-z0-9]+(-[a-z0-9]+)*\.v[1-9][0-9]*$")]
    private static partial Regex Form();
}
