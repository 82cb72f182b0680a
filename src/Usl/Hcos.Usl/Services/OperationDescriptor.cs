namespace Hcos.Usl.Services;

/// <summary>What an operation is to callers.</summary>
internal enum OperationKind
{
    /// <summary>It changes something: a command to a layer.</summary>
    Write,

    /// <summary>It reads views or the journal.</summary>
    Read,
}

/// <summary>One operation: all that routes, OpenAPI, command line and shell are derived from.</summary>
/// <param name="Name"><c>noun.verb</c>.</param>
/// <param name="Kind">Whether it changes something.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The route, with <c>{id}</c> for the subject.</param>
internal sealed record OperationDescriptor(
    string Name, OperationKind Kind, string Summary, string Method, string Route)
{
    /// <summary>The words of the command line after the launcher's name.</summary>
    public string Example { get; init; } = "";

    /// <summary>The right that it needs.</summary>
    public string Permission { get; init; } = "";

    /// <summary>The layer that does the work; <c>usl</c> for reads.</summary>
    public string Layer { get; init; } = UslModule.Name;

    /// <summary>Whether it can be planned without changing anything: whatever changes something can.</summary>
    public bool IsPlannable => Kind == OperationKind.Write;

    /// <summary>How long the work may take.</summary>
    public int DeadlineSeconds { get; init; }

    /// <summary>The command, for writes.</summary>
    public Type? Message { get; init; }

    /// <summary>What clients can set.</summary>
    public IReadOnlyList<OperationMember> Members { get; init; } = [];

    /// <summary>Query parameters of a read, with help.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>The noun: <c>servers</c>.</summary>
    public string Noun => Name[..Name.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>The verb: <c>create</c>.</summary>
    public string Verb => Name[(Name.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>How the names of operations end that do for many at once what another does for one.</summary>
    public const string Many = "-many";

    /// <summary>Whether it does for many what another does for one; the command line has one word for both.</summary>
    public bool IsForMany => Name.EndsWith(Many, StringComparison.Ordinal);

    /// <summary>The noun of what it concerns, where that is another one: an adoption of servers.</summary>
    public string? SubjectNoun { get; init; }

    /// <summary>Whom it concerns, as views and operations name it: <c>servers/ID</c>.</summary>
    public string Subject(string id) => $"{SubjectNoun ?? Noun}/{id}";

    /// <summary>Whether the route names a subject.</summary>
    public bool HasSubject => Route.Contains("{id}", StringComparison.Ordinal);
}
