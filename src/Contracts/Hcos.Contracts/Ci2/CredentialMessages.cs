using Hcos.Kernel.Messages;

namespace Hcos.Contracts.Ci2;

/// <summary>A credential was stored or replaced. The secret itself is never in a message.</summary>
/// <param name="Name">The name that environments refer to.</param>
/// <param name="UserName">The account, if it has one.</param>
/// <param name="Version">From 1, one more with every replacement.</param>
[MessageName("ci2.credential-stored.v1")]
public sealed record CredentialStored(string Name, string? UserName, int Version) : IEvent;

/// <summary>A credential was removed.</summary>
[MessageName("ci2.credential-removed.v1")]
public sealed record CredentialRemoved(string Name) : IEvent;

/// <summary>Records that a credential was stored; sent by the credential store's own route, after storing.</summary>
[MessageName("ci2.record-credential.v1")]
public sealed record RecordCredential(string Name, string? UserName) : ICommand;

/// <summary>Is there a credential of this name? Changes nothing.</summary>
[MessageName("ci2.is-credential-stored.v1")]
public sealed record IsCredentialStored(string Name) : IQuestion<bool>;

/// <summary>Removes a credential from the store.</summary>
[MessageName("ci2.remove-credential.v1")]
[Operation("credentials.remove", "Removes a credential from the store.", Example = "credentials remove lab-user")]
public sealed record RemoveCredential([property: Subject] string Name) : ICommand;
