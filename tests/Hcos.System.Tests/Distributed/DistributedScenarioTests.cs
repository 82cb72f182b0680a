using System.Net;
using Hcos.Kernel.MassTransit;
using Hcos.Kernel.MassTransit.Transports;
using Hcos.Kernel.Messages;
using Hcos.System.Tests.Platform;
using Hcos.System.Tests.Scenarios;
using Hcos.Testing.Platform;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hcos.System.Tests.Distributed;

/// <summary>Each layer in a process of its own, with a role and a user that may do no more than it needs.</summary>
[Collection<DistributedCollection>]
public sealed class DistributedScenarioTests(DistributedPlatform platform)
    : ScenarioTests<DistributedPlatform>(platform)
{
    private static readonly MessageCatalog Empty = new([], []);
    private readonly DistributedPlatform _platform = platform;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bsl", "select count(*) from arml.events")]
    [InlineData("cie", "update usl.head set epoch = epoch + 1")]
    [InlineData("usl", "select count(*) from usmc.events")]
    [InlineData("arml", "create schema mine")]
    [InlineData("esl", "create table public.mine (id int)")]
    [InlineData("ci2", "set role hcos_usl")]
    public async Task The_role_of_a_layer_is_refused_what_is_another_layers(string layer, string statement)
    {
        await using var connection = new NpgsqlConnection(_platform.Cluster.Setting(layer, "postgres"));
        await connection.OpenAsync(Stop);
        await using var own = new NpgsqlCommand($"select count(*) from {layer}.events", connection);
        Assert.True((long)(await own.ExecuteScalarAsync(Stop))! > 0);

        await using var others = new NpgsqlCommand(statement, connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => others.ExecuteNonQueryAsync(Stop));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task A_role_without_its_password_is_not_let_in()
    {
        var settings = new NpgsqlConnectionStringBuilder(_platform.Cluster.Setting("bsl", "postgres"))
        {
            Password = "guessed",
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(Stop));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task The_user_of_a_layer_is_refused_the_commands_of_a_layer_that_is_not_below_it()
    {
        // A connection each: the broker closes the channel of a refused message, with whatever is still on it.
        await using var allowed = await BusOfAsync("bsl");
        await using var refused = await BusOfAsync("bsl");
        await allowed.SendAsync("arml", [], Stop);
        await refused.SendAsync("ci2", [], Stop);

        await Until.AsWantedAsync(_ => Task.FromResult(refused.Dropped), dropped => dropped == 1, Asking.Soon, Stop);
        Assert.Equal(0, allowed.Dropped);
    }

    private Task<MassTransitBus> BusOfAsync(string layer) => MassTransitBus.StartRabbitMqAsync(
        Empty,
        RabbitMqOptions.Parse(_platform.Cluster.Setting(layer, "rabbitmq"), layer),
        new MassTransitBusOptions(),
        NullLoggerFactory.Instance,
        Stop);

    [Fact]
    public async Task Every_process_answers_for_its_health_and_metrics_and_the_whole_is_seen_from_one()
    {
        using var client = new HttpClient();
        foreach (var layer in HcosCluster.Layers)
        {
            var at = $"http://127.0.0.1:{_platform.Cluster.PortOf(layer)}";
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{at}/livez", Stop)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{at}/readyz", Stop)).StatusCode);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{at}/metrics");
            request.Headers.Authorization = new("Bearer", await TokenAsync());
            using var metrics = await client.SendAsync(request, Stop);
            Assert.Contains("hcos_", await metrics.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        var (code, output, errors) = await HostProgram.RunAsync(_platform.Cluster.Folder, ["status"], Stop);
        Assert.True(code == 0, errors);
        Assert.All(
            HcosCluster.Layers,
            layer => Assert.Matches($"(?m)^{layer} +True ", output));
    }

    [Fact]
    public async Task CI2_takes_no_secret_from_somebody_without_the_key()
    {
        using var client = new HttpClient();
        var at = $"http://127.0.0.1:{_platform.Cluster.PortOf("ci2")}/ci2/credentials/intruder";
        using var answer = await client.PutAsync(at, new StringContent("{\"value\":\"x\"}"), Stop);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private Task<string> TokenAsync() =>
        File.ReadAllTextAsync(Path.Combine(_platform.Cluster.Folder, "admin-token"), Stop);

    protected override IEnumerable<string> LogFiles() =>
        Directory.EnumerateFiles(Path.Combine(_platform.Cluster.Folder, "log"), "*.log");
}
