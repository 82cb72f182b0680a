namespace Hcos.Usl.Views;

/// <summary>A credential's name; the secret is nowhere but in CI2's store.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Name">Its name.</param>
/// <param name="UserName">The account, if it has one.</param>
/// <param name="Version">From 1, one more with every replacement.</param>
/// <param name="StoredAt">Journal time.</param>
internal sealed record CredentialView(
    string Id, string Name, string? UserName, int Version, DateTimeOffset StoredAt);
