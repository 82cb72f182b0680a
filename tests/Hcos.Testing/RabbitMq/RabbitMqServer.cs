using Hcos.Testing.Platform;

namespace Hcos.Testing.RabbitMq;

/// <summary>A private RabbitMQ in a folder of its own, run by the script that the platform itself uses.</summary>
/// <param name="folder">Its folder; made when it is not there.</param>
public sealed class RabbitMqServer(string folder)
{
    private static string Script => Repository.File("deploy", "embedded", "rabbitmq");

    /// <summary>Starts it, or starts it again on the same port.</summary>
    public Task StartAsync(CancellationToken cancellationToken) =>
        Tool.RunAsync(Script, ["up", folder], cancellationToken);

    /// <summary>Starts it; answers the URI of the administrator that it has where it was given no users.</summary>
    public async Task<string> UpAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        return (await File.ReadAllTextAsync(Path.Combine(folder, "uri"), cancellationToken)).Trim();
    }

    /// <summary>Stops it; its data stays.</summary>
    public Task DownAsync(CancellationToken cancellationToken) =>
        Tool.RunAsync(Script, ["down", folder], cancellationToken);

    /// <summary>Deletes the data of a stopped one.</summary>
    public Task ForgetAsync(CancellationToken cancellationToken) =>
        Tool.RunAsync(Script, ["forget", folder], cancellationToken);

    /// <summary>Removes the folder of a stopped one.</summary>
    public void Remove() => Directory.Delete(folder, recursive: true);
}
