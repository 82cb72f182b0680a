using System.Text.Json;
using Xunit.Sdk;

namespace Hcos.System.Tests.BadInput;

/// <summary>A request that must be answered clearly and change nothing.</summary>
public sealed class BadRequest : IXunitSerializable
{
    public BadRequest()
    {
    }

    public BadRequest(string what, string path, string body, int status, string code, string detail)
    {
        (What, Path, Body, Status, Code, Detail) = (what, path, body, status, code, detail);
    }

    public string What { get; private set; } = "";

    public string Path { get; private set; } = "";

    public string Body { get; private set; } = "";

    public string ContentType => Path.StartsWith("/v1/systems?", StringComparison.Ordinal)
        ? "application/yaml"
        : "application/json";

    public int Status { get; private set; }

    public string Code { get; private set; } = "";

    /// <summary>What the answer's detail must say.</summary>
    public string Detail { get; private set; } = "";

    public void Serialize(IXunitSerializationInfo info) =>
        info.AddValue("all", JsonSerializer.Serialize(new[] { What, Path, Body, $"{Status}", Code, Detail }));

    public void Deserialize(IXunitSerializationInfo info)
    {
        var all = JsonSerializer.Deserialize<string[]>(info.GetValue<string>("all")!)!;
        (What, Path, Body, Status, Code, Detail) = (all[0], all[1], all[2], int.Parse(all[3], null), all[4], all[5]);
    }

    public override string ToString() => What;
}
