using Hcos.Testing.Platform;

namespace Hcos.Host.Tests.Commands;

/// <summary>The built program, as people call it.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("fly")]
    [InlineData("up", "--colour", "red")]
    [InlineData("up", "--port", "70000")]
    [InlineData("status", "--output", "poem")]
    [InlineData("simulate", "hyper-v", "--port", "70000")]
    [InlineData("simulate", "nothing")]
    public async Task Wrong_usage_ends_with_2_and_says_what_is_wrong(params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Contains("hcos: ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("down")]
    [InlineData("status")]
    [InlineData("run")]
    [InlineData("simulate")]
    [InlineData("simulate", "hyper-v")]
    public async Task Every_command_has_help_with_an_example(params string[] command)
    {
        var (code, output, _) = await RunAsync([.. command, "--help"]);
        Assert.Equal(0, code);
        Assert.Contains("Example: hcos", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_several_commands_write_to_one_file_is_all_there()
    {
        var file = Path.GetTempFileName();
        try
        {
            await Tool.RunAsync(
                "bash",
                ["-c", """{ dotnet "$0" up --help; dotnet "$0" down --help; } > "$1" """, Repository.HostProgram, file],
                TestContext.Current.CancellationToken);
            var written = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            Assert.Contains("Example: hcos up", written, StringComparison.Ordinal);
            Assert.Contains("Example: hcos down", written, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Status_without_a_platform_says_how_to_start_one()
    {
        var data = Directory.CreateTempSubdirectory("hcos-status-");
        try
        {
            var (code, _, errors) = await RunAsync("status", "--data", data.FullName);
            Assert.Equal(1, code);
            Assert.Contains("./hcos up", errors, StringComparison.Ordinal);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_shell_without_a_platform_says_how_to_start_one()
    {
        var data = Directory.CreateTempSubdirectory("hcos-shell-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(data.FullName, "admin-token"), "token", TestContext.Current.CancellationToken);
            var (code, _, errors) = await RunAsync("shell", "--data", data.FullName);
            Assert.Equal(1, code);
            Assert.StartsWith("hcos: ", errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task The_gate_has_help_with_an_example(string option)
    {
        var (code, output, errors) = await Tool.TryRunAsync(
            Repository.File("deploy", "gate"), [option], "", TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("Example: ./hcos test", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_estate_file_that_is_none_is_refused_before_anything_is_started()
    {
        var data = Directory.CreateTempSubdirectory("hcos-estate-");
        try
        {
            var file = Path.Combine(data.FullName, "estate.yaml");
            await File.WriteAllTextAsync(file, "environments: [", TestContext.Current.CancellationToken);
            var (code, _, errors) = await RunAsync("up", "--data", data.FullName, "--estate", file);
            Assert.Equal(1, code);
            Assert.Contains("line 2", errors, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(data.FullName, "postgres")));
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) =>
        Tool.TryRunAsync(
            "dotnet", [Repository.HostProgram, .. arguments], "", TestContext.Current.CancellationToken);
}
