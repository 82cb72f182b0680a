using System.Text.Json;
using Hcos.Cie.Simulators.Wire;

namespace Hcos.Cie.Simulators.Control;

/// <summary>What a control API says of itself.</summary>
/// <param name="Title">What the endpoint simulates.</param>
/// <param name="Path">Where it speaks the protocol.</param>
/// <param name="Collection">What its machines are called in paths.</param>
/// <param name="Made">What a machine that is made is like.</param>
/// <param name="Verbs">What mischief knows requests by.</param>
/// <param name="Example">A verb.</param>
internal sealed record ControlHelp(
    string Title, string Path, string Collection, string Made, string Verbs, string Example)
{
    /// <summary>All that can go wrong, by name.</summary>
    public static string Mischief { get; } = string.Join(", ", Enum.GetValues<Interference>().Select(NameOf));

    /// <summary>What an interference is called.</summary>
    public static string NameOf(Interference what) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{what}");

    /// <summary>The help.</summary>
    /// <param name="root">Where the control API is.</param>
    /// <param name="outside">Who does what is asked.</param>
    public string Text(Uri root, IOutside outside)
    {
        var changes = string.Join(", ", outside.Changes.Select(change => change.Word));
        var example = new Uri(root, $"/{Collection}/web-1/{outside.Changes[0].Word}");
        string[] lines =
        [
            $"{Title} {new Uri(root, Path)}",
            "",
            "Everything below is somebody else who works past the protocol; it needs the header",
            "Authorization: Bearer TOKEN, with the token from the file that the command named.",
            "NAME is a name or an id.",
            "",
            Line("GET", $"/{Collection}", "all: id, name, state, and where their guests answer HTTP"),
            Line("POST", $"/{Collection}", Made),
            Line("GET", $"/{Collection}/NAME", "one"),
            Line("POST", $"/{Collection}/NAME/CHANGE", $"CHANGE is one of {changes}; it takes effect at once"),
            Line("PATCH", $"/{Collection}/NAME", """another name: {"name": "y"}"""),
            Line("DELETE", $"/{Collection}/NAME", "removes it, whatever it does"),
            Line("GET", "/mischief", "how many requests of the protocol were let in so far"),
            Line("POST", "/mischief", "the next requests go wrong:"),
            Line("", "", $$"""{"verb": "{{Example}}", "what": "hang", "times": 3}"""),
            Line("", "", $"verb is {Verbs}, * for any; what is one of"),
            Line("", "", Mischief),
            Line("POST", "/mischief/let-go", "what was to act when told acts now"),
            Line("DELETE", "/mischief", "forgets what is still planned"),
            "",
            "Example:",
            $"  curl -X POST -H \"Authorization: Bearer $(cat TOKEN-FILE)\" {example}",
            "",
        ];
        return string.Join('\n', lines);
    }

    private static string Line(string method, string path, string what) => $"  {method,-6} {path,-22} {what}";
}
