using System.CommandLine;
using Hcos.Usl.CommandLine.Connecting;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Deploys the manifest of a file.</summary>
internal static class DeployCommand
{
    private const long LargestManifest = 1024 * 1024;

    public static Command Of(ConnectionOptions options, TimeProvider time)
    {
        var command = new Command("deploy", Texts.WithExample(
            "Deploys the business system of a manifest, or changes it to what the manifest wants now.",
            "systems deploy deploy/samples/hello.yaml"));
        var file = new Argument<string>("FILE") { Description = "the manifest; - reads standard input" };
        command.Add(file);
        var sending = new PlanOptions(command);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var text = await ReadAsync(invocation.Parsed.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            return await sending.SendAsync(
                invocation,
                HttpMethod.Post,
                "/v1/systems",
                null,
                (text, "application/yaml"),
                time,
                cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            if (file == "-") return await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            return new FileInfo(file).Length <= LargestManifest
                ? await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)
                : throw new CommandFailedException($"{file} is larger than {LargestManifest} bytes");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read: {failed.Message}");
        }
    }
}
