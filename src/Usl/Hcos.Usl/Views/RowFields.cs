using Hcos.Contracts.Arml.Resources;

namespace Hcos.Usl.Views;

/// <summary>The fields by which rows are found without looking at all of them.</summary>
internal sealed class RowFields(RowJson json)
{
    private const string Name = "name";
    private const string Subject = "subject";
    private const string Kind = "kind";
    private readonly Dictionary<ResourceKind, string> _kinds =
        Enum.GetValues<ResourceKind>().ToDictionary(kind => kind, json.Word);

    /// <summary>The fields, the most telling first.</summary>
    public static IReadOnlyList<string> Indexed { get; } = [Name, Subject, Kind];

    /// <summary>What a row has in these fields.</summary>
    public IEnumerable<(string Field, string Value)> Of(object row)
    {
        if (NameOf(row) is { } name) yield return (Name, name);
        if (row is OperationView operation) yield return (Subject, operation.Subject);
        if (row is ResourceView resource) yield return (Kind, _kinds[resource.Kind]);
    }

    private static string? NameOf(object row) => row switch
    {
        ResourceView named => named.Name,
        ServerView named => named.Name,
        SystemView named => named.Name,
        EnvironmentView named => named.Name,
        PlacementView named => named.Name,
        OperationView named => named.Name,
        CredentialView named => named.Name,
        PrincipalView named => named.Name,
        _ => null,
    };
}
