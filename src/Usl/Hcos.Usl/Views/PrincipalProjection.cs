using Hcos.Contracts.Usmc;
using Hcos.Usl.Journal;

namespace Hcos.Usl.Views;

/// <summary>Principals as USMC knows them.</summary>
internal abstract class PrincipalProjection : IProjection<PrincipalView>
{
    public static string View => ViewNames.Principals;

    public static IEnumerable<string> Keys(JournalEntry entry, IRows rows) =>
        entry.Event.Body is PrincipalRegistered e ? [e.Name] : [];

    public static PrincipalView? Apply(PrincipalView? view, JournalEntry entry, IRows rows) =>
        entry.Event.Body is PrincipalRegistered e
            ? new PrincipalView(e.Name, e.Name, e.TokenHash, e.IsAdministrator)
            : view;
}
