using Hcos.Contracts.Ci2;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>The names of the credentials that CI2 keeps.</summary>
internal abstract class CredentialProjection : IProjection<CredentialView>
{
    public static string View => ViewNames.Credentials;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) => entry.Event.Body switch
    {
        CredentialStored e => [e.Name],
        CredentialRemoved e => [e.Name],
        _ => [],
    };

    public static CredentialView? Apply(CredentialView? view, JournalEntry entry, IRows rows) =>
        entry.Event.Body switch
        {
            CredentialStored e => new CredentialView(e.Name, e.Name, e.UserName, e.Version, entry.Time),
            CredentialRemoved => null,
            _ => view,
        };
}
