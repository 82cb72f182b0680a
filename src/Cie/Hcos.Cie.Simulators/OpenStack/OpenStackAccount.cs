namespace Hcos.Cie.Simulators.OpenStack;

/// <summary>Somebody whom Keystone lets in.</summary>
/// <param name="UserName">The name of the account.</param>
/// <param name="Password">Its password; never shown.</param>
/// <param name="Project">The project that it works in.</param>
/// <param name="Roles">Its roles there; <c>admin</c> sees everything.</param>
public sealed record OpenStackAccount(
    string UserName, string Password, string Project, params IReadOnlyList<string> Roles)
{
    /// <summary>The secret of its application credential, or null; never shown.</summary>
    public string? ApplicationSecret { get; init; }

    /// <summary>The quota of the project: servers; negative for none.</summary>
    public int MostServers { get; init; } = -1;

    /// <summary>The quota of the project: processors; negative for none.</summary>
    public int MostProcessors { get; init; } = -1;

    /// <summary>The quota of the project: memory in MiB; negative for none.</summary>
    public long MostMebibytes { get; init; } = -1;

    /// <summary>The id of its application credential.</summary>
    public string ApplicationId => Clouds.Identities.Of("application", UserName);

    /// <summary>Whether it sees everything.</summary>
    public bool IsAdmin => Roles.Contains("admin");

    internal string UserId => Clouds.Identities.Of("user", UserName);

    internal string ProjectId => Clouds.Identities.Of("project", Project);

    /// <summary>Never shows the secrets.</summary>
    public override string ToString() => $"{UserName} in {Project}";
}
