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
        var ending = new EndingOptions(command);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var text = await ReadAsync(invocation.Parsed.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            var key = Guid.CreateVersion7(time.GetUtcNow()).ToString();
            var operation = await invocation.Api
                .SendAsync(HttpMethod.Post, "/v1/systems", text, "application/yaml", key, cancellationToken)
                .ConfigureAwait(false);
            return await ending.EndAsync(invocation, operation, time, cancellationToken).ConfigureAwait(false);
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
