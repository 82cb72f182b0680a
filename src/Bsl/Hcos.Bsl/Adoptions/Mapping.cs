using System.Globalization;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Bsl;
using Hcos.Kernel.Messages;

namespace Hcos.Bsl.Adoptions;

/// <summary>Which servers would be adopted, under which names, and which not and why. Pure.</summary>
internal static class Mapping
{
    private const int MostTold = 5;

    /// <summary>What adopting would do now.</summary>
    public static AdoptionPlan Plan(AdoptServers adopt, BslLookups lookups)
    {
        if (adopt.Name is not null && adopt.Server is null)
        {
            return Refused("invalid-name", "a name is for one server: say which, or leave the name out");
        }

        if (adopt.Name is { } wanted && !ResourceNames.IsValid(wanted))
        {
            return Refused("invalid-name", $"a server's name is {ResourceNames.Rule}");
        }

        if (lookups.AdoptionIn(adopt.Environment) is not { } standing)
        {
            return Refused("environment-missing", "there is no such environment, or it has not been listed yet");
        }

        if (standing.Code is { } code) return Refused(code, standing.Reason!);
        return adopt.Server is null ? All(adopt, lookups) : One(adopt, lookups);
    }

    /// <summary>How many were adopted, and the first of those that were not.</summary>
    public static string Report(int adopted, IReadOnlyList<NotAdopted> left)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{adopted} adopted, {left.Count} left as found");
        if (left.Count == 0) return text;
        var told = left.Take(MostTold).Select(server => $"{server.NativeName}: {server.Code} ({server.Reason})");
        var more = left.Count > MostTold ? $" and {left.Count - MostTold} more" : "";
        return $"{text}; {string.Join("; ", told)}{more}";
    }

    /// <summary>A name as one of ours, as near as can be; null when nothing of it can be used.</summary>
    public static string? NameOf(string native)
    {
        var safe = string.Concat(native.ToLowerInvariant().Select(letter =>
            letter is >= 'a' and <= 'z' or >= '0' and <= '9' ? letter : '-'));
        var name = safe[..Math.Min(safe.Length, ResourceNames.LongestName)].Trim('-');
        return ResourceNames.IsValid(name) ? name : null;
    }

    private static AdoptionPlan One(AdoptServers adopt, BslLookups lookups)
    {
        var found = lookups.ForeignIn(adopt.Environment)
            .Where(server => server.Key.NativeId == adopt.Server || server.Name == adopt.Server)
            .ToList();
        // A native id is the better name: it is one server's for certain.
        if (found.FirstOrDefault(server => server.Key.NativeId == adopt.Server) is { } exact) found = [exact];
        switch (found.Count)
        {
            case 0 when lookups.IsAdoptedAs(adopt.Environment, adopt.Server!):
                return Refused("already-ours", "it is in the books already: see servers list");
            case 0:
                return Refused("missing", "there is no such server that is nobody's: see resources list --kind server");
            case > 1:
                return Refused("ambiguous-name", "several servers there have this name: use the native id of one");
            default:
                return new Look(adopt, lookups).At(found[0]) is { } left
                    ? Refused(left.Code, left.Reason)
                    : new(null, null, [Adopted(adopt, found[0])], []);
        }
    }

    private static AdoptionPlan All(AdoptServers adopt, BslLookups lookups)
    {
        var (adopts, leaves) = (new List<AdoptedServer>(), new List<NotAdopted>());
        var (look, most) = (new Look(adopt, lookups), lookups.Options.MostAdoptedAtOnce);
        foreach (var (number, server) in lookups.ForeignIn(adopt.Environment).Index())
        {
            // A report has its bound too; what is beyond comes next time.
            if (adopts.Count == most || leaves.Count == most)
            {
                leaves.Add(NotNow(server, lookups.ForeignIn(adopt.Environment).Count - number, most));
                break;
            }

            if (look.At(server) is { } left) leaves.Add(left);
            else adopts.Add(Adopted(adopt, server));
        }

        return new(null, null, adopts, leaves);
    }

    private static NotAdopted NotNow(ForeignServerChanged server, int count, int most) => new(
        server.Key,
        server.Name,
        "too-many",
        $"at most {most} are adopted at once: adopt again for this one and {count - 1} more");

    private static AdoptedServer Adopted(AdoptServers adopt, ForeignServerChanged server) => new(
        server.Key,
        server.Name,
        // The one server that was named has the identity that whoever asked knows already.
        new(adopt.Server is null
            ? DerivedId.From("bsl adopted", adopt.Adoption.ToString(), server.Key.NativeId)
            : adopt.Adoption.Value),
        adopt.Name ?? NameOf(server.Name)!,
        server.Host!,
        server.HostName ?? server.Host!,
        server.Amount,
        server.Volumes,
        server.Networks);

    private static AdoptionPlan Refused(string code, string reason) => new(code, reason, [], []);
}
