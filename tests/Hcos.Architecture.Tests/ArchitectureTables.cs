namespace Hcos.Architecture.Tests;

/// <summary>
/// The architecture as data. Changing it is changing a table here, in review; names that end in <c>*</c> stand for all
/// that begin so.
/// </summary>
internal static class ArchitectureTables
{
    /// <summary>The layers, lowest first. Each is one project <c>Hcos.X</c> and one folder of Contracts.</summary>
    public static readonly IReadOnlyList<string> Layers = ["Cie", "Ci2", "Arml", "Bsl", "Esl", "Usl", "Cmlc", "Usmc"];

    /// <summary>Which projects of <c>src</c> a project may reference. The first row that fits counts.</summary>
    public static readonly IReadOnlyList<(string Project, string[] May)> References =
    [
        ("Hcos.Kernel", []),
        ("Hcos.Kernel.*", ["Hcos.Kernel"]),
        ("Hcos.Contracts", ["Hcos.Kernel"]),
        ("Hcos.Ci2.Drivers", ["Hcos.Contracts"]),
        ("Hcos.Ci2.Drivers.*", ["Hcos.Ci2.Drivers", "Hcos.Contracts"]),
        ("Hcos.Cie.Simulators", []),
        ("Hcos.Bsl.Placement", ["Hcos.Contracts"]),
        ("Hcos.Ci2", ["Hcos.Kernel", "Hcos.Contracts", "Hcos.Ci2.Drivers"]),
        ("Hcos.Bsl", ["Hcos.Kernel", "Hcos.Contracts", "Hcos.Bsl.Placement"]),
        ("Hcos.Usl.CommandLine", ["Hcos.Usl"]),
        ("Hcos.Host", ["Hcos.*"]),
        ("Hcos.*", ["Hcos.Kernel", "Hcos.Contracts"]),
    ];

    /// <summary>Which packages a project of <c>src</c> may reference. What is not listed references none.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Packages = new Dictionary<string, string[]>
    {
        ["Hcos.Kernel.Postgres"] = ["Npgsql"],
        ["Hcos.Kernel.MassTransit"] = ["MassTransit", "MassTransit.RabbitMQ"],
        ["Hcos.Ci2"] = ["Polly.Core"],
        ["Hcos.Ci2.Drivers.OpenStack"] = ["RabbitMQ.Client"],
        ["Hcos.Usl"] = ["YamlDotNet"],
        ["Hcos.Usl.CommandLine"] = ["System.CommandLine", "Spectre.Console"],
        ["Hcos.Host"] = ["System.CommandLine", "Spectre.Console", "Serilog*", "YamlDotNet"],
    };

    /// <summary>Whose commands a layer may send, beside its own.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Sends = new Dictionary<string, string[]>
    {
        ["Cie"] = ["Ci2"],
        ["Ci2"] = [],
        ["Arml"] = ["Ci2"],
        ["Bsl"] = ["Arml"],
        ["Esl"] = ["Bsl"],
        ["Usl"] = ["Cie", "Arml", "Bsl", "Esl", "Cmlc", "Usmc"],
        ["Cmlc"] = [],
        ["Usmc"] = [],
    };

    /// <summary>
    /// Whom USL asks questions beside those whom it sends commands: CI2 for what only an environment knows.
    /// </summary>
    public static readonly IReadOnlyList<string> AskedByUsl = ["Ci2"];

    /// <summary>
    /// Of a layer's commands, the only ones that another layer may send: those whose name holds one of the words.
    /// </summary>
    public static readonly IReadOnlyDictionary<(string Sender, string Of), string[]> SendsOnly =
        new Dictionary<(string, string), string[]>
        {
            [("Usl", "Arml")] = ["image", "orphan"],
            [("Cie", "Ci2")] = ["test-endpoint"],
        };

    /// <summary>
    /// Whose events a layer may observe, beside its own. CIE observes ARML for the claims per environment.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string[]> Observes = new Dictionary<string, string[]>
    {
        ["Cie"] = ["Ci2", "Arml"],
        ["Ci2"] = ["Cie"],
        ["Arml"] = ["Cie", "Ci2"],
        ["Bsl"] = ["Arml", "Usmc"],
        ["Esl"] = ["Arml", "Bsl", "Cmlc"],
        ["Usl"] = [.. Layers],
        ["Cmlc"] = [.. Layers],
        ["Usmc"] = [.. Layers],
    };

    /// <summary>What everyone may use: the resource-object format, and what describes operations.</summary>
    public static readonly IReadOnlyList<string> Common = ["Hcos.Contracts", "Hcos.Contracts.Arml.Resources"];

    /// <summary>Projects other than layers that use contracts, with the only namespaces they may use.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Uses = new Dictionary<string, string[]>
    {
        ["Hcos.Ci2.Drivers"] = [.. Common],
        ["Hcos.Ci2.Drivers.*"] = [.. Common],
        ["Hcos.Bsl.Placement"] = [.. Common, "Hcos.Contracts.Arml", "Hcos.Contracts.Bsl", "Hcos.Contracts.Cie"],
    };

    /// <summary>Projects whose public types are seams, contracts or the interface of a driver.</summary>
    public static readonly IReadOnlyList<string> PublicProjects =
    [
        "Hcos.Kernel", "Hcos.Kernel.*", "Hcos.Contracts", "Hcos.Ci2.Drivers", "Hcos.Ci2.Drivers.*",
        "Hcos.Cie.Simulators", "Hcos.Bsl.Placement",
    ];

    /// <summary>Abstract classes that are no records: the face without type arguments of one generic class.</summary>
    public static readonly IReadOnlyList<string> Faces = ["Hcos.Kernel.Layers.StreamFamily"];

    /// <summary>The longest line, in columns.</summary>
    public const int MostColumns = 120;

    /// <summary>The longest file, in lines; past that it holds two ideas.</summary>
    public const int MostFileLines = 300;

    /// <summary>
    /// The longest method, in lines from its first to its last statement; past that it holds two ideas.
    /// </summary>
    public const int MostMethodLines = 60;

    /// <summary>Whether a name fits a name or a pattern of these tables.</summary>
    public static bool Fits(string pattern, string name) =>
        pattern.EndsWith('*')
            ? name.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : string.Equals(pattern, name, StringComparison.Ordinal);

    /// <summary>Whether a name fits one of several patterns.</summary>
    public static bool FitsAny(IEnumerable<string> patterns, string name) =>
        patterns.Any(pattern => Fits(pattern, name));
}
