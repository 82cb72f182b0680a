using System.CommandLine;

namespace Hcos.Usl.CommandLine.Connecting;

/// <summary>The options that every command takes: where the API is, who asks, and how the answer is written.</summary>
/// <param name="defaultDataFolder">Finds the data folder that is used when nothing else is named.</param>
internal sealed class ConnectionOptions(Func<string> defaultDataFolder)
{
    public const string DefaultUrl = "http://127.0.0.1:7070";

    private readonly Option<string?> _data = new("--data")
    {
        Description = "data folder of the platform that is asked; default: HCOS_DATA, or /var/lib/hcos as root",
        Recursive = true,
    };

    private readonly Option<string?> _url = new("--url")
    {
        Description = $"address of the API; default: HCOS_URL, the data folder's, {DefaultUrl}",
        Recursive = true,
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "bearer token; better: HCOS_TOKEN_FILE, or the data folder's admin-token",
        Recursive = true,
    };

    private readonly Option<string> _output = Output();

    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_url);
        command.Add(_token);
        command.Add(_output);
    }

    /// <summary>Whether programs read the answer.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_output) == "json";

    /// <summary>Where the API is.</summary>
    /// <exception cref="CommandFailedException">
    /// The data folder's platform does not run: its token belongs to it and is shown to nobody else.
    /// </exception>
    public string Url(ParseResult parsed)
    {
        var named = parsed.GetValue(_url) ?? Variable(parsed, "HCOS_URL") ?? Read(InFolder(parsed, "run", "url"));
        if (named is null && Variable(parsed, "HCOS_TOKEN_FILE") is null && File.Exists(TokenFile(parsed)))
        {
            throw new CommandFailedException($"the platform of {Folder(parsed)} is not running; start it with: up")
            {
                IsPassing = true,
            };
        }

        return named ?? DefaultUrl;
    }

    /// <summary>The file that the token is read from.</summary>
    public string TokenFile(ParseResult parsed) =>
        Variable(parsed, "HCOS_TOKEN_FILE") ?? InFolder(parsed, "admin-token");

    /// <summary>Whether the user wrote the token into the command itself.</summary>
    public string? WrittenToken(ParseResult parsed) => parsed.GetValue(_token);

    /// <summary>A client for this invocation.</summary>
    public ApiClient Connect(ParseResult parsed)
    {
        var url = Url(parsed);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new CommandFailedException($"'{url}' is not the address of an API; write {DefaultUrl}");
        }

        if (address.Scheme == "http" && !address.IsLoopback)
        {
            throw new CommandFailedException("a token over plain http is sent on loopback only; use https");
        }

        var token = parsed.GetValue(_token) ?? Read(TokenFile(parsed))
            ?? throw new CommandFailedException(
                $"there is no token: {TokenFile(parsed)} cannot be read; set HCOS_TOKEN_FILE, "
                + "or start the platform with: up");
        return new ApiClient(address, token);
    }

    private string Folder(ParseResult parsed) => parsed.GetValue(_data) ?? defaultDataFolder();

    private string InFolder(ParseResult parsed, params string[] parts) => Path.Combine([Folder(parsed), .. parts]);

    /// <summary>What the variable says, unless the command itself names a folder.</summary>
    private string? Variable(ParseResult parsed, string variable) =>
        parsed.GetValue(_data) is null && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : null;

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } text ? text : null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Option<string> Output()
    {
        var output = new Option<string>("--output")
        {
            Description = "table (for people) or json (for programs)",
            DefaultValueFactory = _ => "table",
            Recursive = true,
        };
        return output.AcceptOnlyFromAmong("table", "json");
    }
}
