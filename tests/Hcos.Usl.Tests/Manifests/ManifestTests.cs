using System.Text.Json;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Messages;
using Hcos.Usl.Api;
using Hcos.Usl.Manifests;

namespace Hcos.Usl.Tests.Manifests;

public sealed class ManifestTests
{
    private const string Head = "apiVersion: hcos/v1\nkind: BusinessSystem\nmetadata: {name: hello}\nspec:\n";
    private static readonly JsonSerializerOptions Json = MessageCatalog.CreateOptions();

    [Fact]
    public async Task Everything_a_component_can_say_is_read()
    {
        var spec = await ReadAsync(Head + """
              heal: false
              components:
                - name: web
                  image: hcos-guest
                  count: 2
                  size: {vcpus: 2, memory: 1.5GiB, disk: 10GB}
                  network: default
                  environments: [lab]
                  userData: |
                    #cloud-config
                  health: {path: /ok, port: 8080, intervalSeconds: 1}
                - name: front
                  dependsOn: [web]
            """);
        Assert.False(spec.Heal);
        var web = spec.Components[0];
        Assert.Equal((2, 2, 1536L << 20, 10_000_000_000), (web.Count, web.Vcpus, web.MemoryBytes, web.DiskBytes));
        Assert.Equal(new HealthSpec("/ok", 8080, 1), web.Health);
        Assert.Single(web.Environments);
        Assert.Equal(["web"], spec.Components[1].DependsOn);
        Assert.Equal(1, spec.Components[1].Count);
    }

    [Fact]
    public async Task Json_is_a_manifest_too()
    {
        var spec = await ReadAsync("""
            {"apiVersion":"hcos/v1","kind":"BusinessSystem","metadata":{"name":"hello"},
             "spec":{"components":[{"name":"web","count":3}]}}
            """);
        Assert.Equal(3, spec.Components[0].Count);
    }

    [Theory]
    [InlineData("  components:\n    - name: web\n      count: many\n", 7, "spec.components[0].count")]
    [InlineData("  components:\n    - name: web\n      count: -1\n", 7, "spec.components[0].count")]
    [InlineData("  components:\n    - name: web\n      colour: red\n", 7, "spec.components[0]")]
    [InlineData("  components:\n    - image: x\n", 6, "spec.components[0]")]
    [InlineData("  components:\n    - name: Web_1\n", 6, "spec.components[0].name")]
    [InlineData("  components:\n    - name: web\n    - name: web\n", 7, "spec.components[1].name")]
    [InlineData("  components:\n    - name: web\n      dependsOn: [db]\n", 7, "spec.components[0].dependsOn")]
    [InlineData("  components:\n    - name: web\n      dependsOn: [web]\n", 7, "spec.components[0].dependsOn")]
    [InlineData("  components:\n    - name: web\n      size: {memory: -1}\n", 7, "spec.components[0].size.memory")]
    [InlineData("  components:\n    - name: a\n      environments: [x]\n", 7, "spec.components[0].environments[0]")]
    [InlineData("  components:\n    - name: web\n      health: {port: 70000}\n", 7, "spec.components[0].health.port")]
    [InlineData("  components:\n    - name: a\n      size: {memory: 1MiB}\n", 7, "spec.components[0].size.memory")]
    [InlineData("  components:\n    - name: a\n      size: {memory: 65TiB}\n", 7, "spec.components[0].size.memory")]
    [InlineData("  components:\n    - name: a\n      size: {disk: 1025TiB}\n", 7, "spec.components[0].size.disk")]
    [InlineData("  components:\n    - name: a\n      image: ''\n", 7, "spec.components[0].image")]
    [InlineData("  components:\n    - name: a\n      network: ''\n", 7, "spec.components[0].network")]
    [InlineData("  components: []\n", 5, "spec.components")]
    public async Task An_error_names_the_line_and_the_field(string rest, long line, string field)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(Head + rest));
        Assert.Equal((400, "invalid-manifest"), (problem.Status, problem.Code));
        Assert.Equal(line, (long)problem.Members.Single(m => m.Key == "line").Value!);
        Assert.Equal(field, (string?)problem.Members.Single(m => m.Key == "field").Value);
        Assert.Contains($"line {line}", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image", 256)]
    [InlineData("network", 256)]
    [InlineData("userData", 65_537)]
    public async Task A_text_that_is_too_long_is_an_error_at_its_line(string field, int length)
    {
        var text = $"{Head}  components:\n    - name: web\n      {field}: {new string('a', length)}\n";
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(text));
        Assert.Equal(7L, (long)problem.Members.Single(m => m.Key == "line").Value!);
        Assert.Equal($"spec.components[0].{field}", (string?)problem.Members.Single(m => m.Key == "field").Value);
        Assert.True(problem.Detail.Length < 200, "it does not repeat the text");
    }

    [Fact]
    public async Task Labels_that_nothing_would_come_of_are_not_known()
    {
        var text = "apiVersion: hcos/v1\nkind: BusinessSystem\nmetadata:\n  name: hello\n  labels: {a: b}\n"
            + "spec: {components: [{name: web}]}\n";
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(text));
        Assert.Equal(5L, (long)problem.Members.Single(m => m.Key == "line").Value!);
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("")]
    [InlineData("--- {}\n--- {}\n")]
    [InlineData("just text")]
    [InlineData("a: &x [1]\nb: *x\n")]
    [InlineData("kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec: {}\n")]
    public async Task What_is_no_manifest_is_told_so(string text)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(text));
        Assert.Equal("invalid-manifest", problem.Code);
    }

    [Fact]
    public async Task Depth_does_not_overflow_anything()
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(new string('[', 500_000)));
        Assert.Equal("invalid-manifest", problem.Code);
    }

    private static async Task<SystemSpec> ReadAsync(string text)
    {
        var reader = new ManifestReader(
            (name, _) => name == "lab"
                ? Task.FromResult(DerivedId.From("lab").ToString())
                : throw Problems.NotFound("environments", name),
            Json);
        var body = await reader.ReadAsync(text, TestContext.Current.CancellationToken);
        Assert.Equal("hello", (string?)body["name"]);
        return body["spec"].Deserialize<SystemSpec>(Json)!;
    }
}
