namespace Hcos.Kernel.Messages;

/// <summary>The name that a message is stored and routed under: <c>layer.what-happened.v1</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MessageNameAttribute : Attribute
{
    /// <summary>Names a message.</summary>
    /// <param name="name">The layer, a dot, the kebab name, a dot, the version.</param>
    public MessageNameAttribute(string name) => Name = name;

    /// <summary>The name.</summary>
    public string Name { get; }
}
