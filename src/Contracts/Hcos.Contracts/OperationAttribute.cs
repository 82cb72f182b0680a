namespace Hcos.Contracts;

/// <summary>
/// Makes a command or question an operation that people and programs can call. Routes, OpenAPI, command line and shell
/// are derived from it; nobody writes an endpoint by hand. <c>noun.verb</c> gives the route: <c>create</c>, <c>add</c>
/// and <c>deploy</c> are <c>POST /v1/noun</c>, <c>list</c> and <c>show</c> are <c>GET</c>, <c>set</c> is <c>PATCH</c>,
/// <c>delete</c> and <c>remove</c> are <c>DELETE /v1/noun/{id}</c>, every other verb is
/// <c>POST /v1/noun/{id}/verb</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OperationAttribute : Attribute
{
    /// <summary>Declares an operation.</summary>
    /// <param name="name"><c>noun.verb</c>, the words of the command line: <c>servers.create</c>.</param>
    /// <param name="summary">One sentence for people: what it does.</param>
    public OperationAttribute(string name, string summary)
    {
        Name = name;
        Summary = summary;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public string Summary { get; }

    /// <summary>The right that it needs; by default the name of the operation.</summary>
    public string? Permission { get; init; }

    /// <summary>How long the work may take before the operation is given up, in seconds.</summary>
    public int DeadlineSeconds { get; init; } = 60;

    /// <summary>An example for the help, without the launcher's name: <c>servers stop web-1 --force</c>.</summary>
    public string Example { get; init; } = "";
}

/// <summary>
/// The member that says whom an operation concerns: the <c>{id}</c> of the route. People may write the name instead;
/// it is looked up in the view of the noun. In an operation that creates, the id is derived from the call.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class SubjectAttribute : Attribute;

/// <summary>Help for one member of an operation, on the command line and in OpenAPI.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class HelpAttribute : Attribute
{
    /// <summary>Describes a member.</summary>
    public HelpAttribute(string text) => Text = text;

    /// <summary>One sentence with units and default.</summary>
    public string Text { get; }
}

/// <summary>
/// A member that refers to another noun by id; people may write the name: <c>--environment lab-kvm</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class ReferenceAttribute : Attribute
{
    /// <summary>Refers to a noun.</summary>
    /// <param name="noun">The noun in the plural, as in routes: <c>environments</c>.</param>
    public ReferenceAttribute(string noun) => Noun = noun;

    /// <summary>The noun.</summary>
    public string Noun { get; }
}

/// <summary>A member that clients cannot set: the platform fills it in.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class FilledInAttribute : Attribute;
