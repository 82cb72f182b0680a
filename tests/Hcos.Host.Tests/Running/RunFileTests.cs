using Hcos.Host.Commands;
using Hcos.Host.Local;
using Hcos.Host.Running;

namespace Hcos.Host.Tests.Running;

public sealed class RunFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hcos-run-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_says_everything_that_the_command_line_does_not()
    {
        var options = With($"""
            name: bsl-standby
            layers: [bsl]
            port: 7999
            postgres: Host=/run/x;Username=hcos_bsl;Password=p
            rabbitmq: amqp://hcos-bsl:p@127.0.0.1:5672/hcos
            """);

        Assert.Equal(["bsl"], options.Layers);
        Assert.Equal("bsl", options.Broker?.Process);
        Assert.EndsWith("/run/bsl-standby.pid", options.Data.ProcessFile, StringComparison.Ordinal);
        Assert.True(options.Data.IsShared);
        Assert.Null(options.Outside);
    }

    [Fact]
    public void Layers_of_the_command_line_go_before_those_of_the_file_and_stand_in_their_own_order()
    {
        var options = With("layers: [bsl]\nrabbitmq: amqp://a:b@127.0.0.1/hcos\npostgres: x", "ci2, cie");
        Assert.Equal(["cie", "ci2"], options.Layers);
    }

    [Theory]
    [InlineData("layers: [bsl]\npostgres: x", "need a broker")]
    [InlineData("layers: [nobody]\npostgres: x", "there is no layer 'nobody'")]
    [InlineData("name: ../etc\npostgres: x", "name of a process")]
    public void What_does_not_fit_is_refused_with_what_to_do(string text, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<LocalException>(() => With(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("intakeKey: hidden\nintakeAddresses: [http://ci2.example:1]\npostgres: x")]
    [InlineData("rabbitmq: amqp://a:hidden@broker.example/\npostgres: x")]
    [InlineData("postgres: hidden\nunknown: hidden")]
    [InlineData("postgres: [hidden")]
    public void What_cannot_be_used_is_refused_without_repeating_it(string text) =>
        Assert.DoesNotContain(
            "hidden", Assert.Throws<FormatException>(() => With(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    public void A_file_that_others_can_read_is_refused(UnixFileMode more)
    {
        var path = Path.Combine(_folder.FullName, "run.yaml");
        File.WriteAllText(path, "port: 1");
        File.SetUnixFileMode(path, Private);
        Assert.Equal(1, RunFile.Read(path).Port);

        File.SetUnixFileMode(path, Private | more);
        Assert.Contains(
            "chmod 600", Assert.Throws<LocalException>(() => RunFile.Read(path)).Message, StringComparison.Ordinal);
    }

    private PlatformOptions With(string text, string? layers = null) =>
        new RunRequest(_folder.FullName, 7070, null, layers).With(RunFile.Parse(text));
}
