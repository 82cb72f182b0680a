using System.Reflection;
using Hcos.Ci2;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;

namespace Hcos.Simulation.Tests.Coverage;

/// <summary>What cannot be said in a message comes into no log and crosses no bus.</summary>
public sealed class SecretTests
{
    private static readonly string[] Words = ["secret", "password", "passphrase", "privatekey"];

    [Fact]
    public void No_message_has_a_place_for_a_secret()
    {
        var messages = Machines.All.Select(machine => machine.Decider.Assembly)
            .Append(typeof(RecordCredential).Assembly).Append(typeof(Ci2Options).Assembly).Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsAssignableTo(typeof(IMessage)) && !type.IsInterface)
            .ToList();
        Assert.Contains(typeof(RecordCredential), messages);
        var parts = new HashSet<Type>();
        foreach (var message in messages) Reach(message, parts);
        Assert.True(parts.Count > messages.Count, "messages have parts");
        Assert.Empty(parts.SelectMany(Properties).Where(IsSecret).Select(part => $"{part.DeclaringType}.{part.Name}"));
    }

    private static bool IsSecret(PropertyInfo property) =>
        Words.Any(word => property.Name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A message and everything of ours that it consists of.</summary>
    private static void Reach(Type type, HashSet<Type> reached)
    {
        foreach (var argument in type.GetGenericArguments()) Reach(argument, reached);
        if (type.Namespace?.StartsWith("Hcos.", StringComparison.Ordinal) != true || !reached.Add(type)) return;
        foreach (var property in Properties(type)) Reach(property.PropertyType, reached);
    }

    private static PropertyInfo[] Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
}
