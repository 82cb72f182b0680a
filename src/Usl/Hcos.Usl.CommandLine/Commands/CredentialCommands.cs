using System.CommandLine;
using System.Text.Json.Nodes;
using Hcos.Usl.CommandLine.Connecting;

namespace Hcos.Usl.CommandLine.Commands;

/// <summary>Secrets go in by standard input only: never in an argument, which others can see.</summary>
internal static class CredentialCommands
{
    private const int LongestSecret = 64 * 1024;

    public static Command Add(ConnectionOptions options) => Store(
        options,
        "add",
        "Stores a new credential; the secret is read from standard input.",
        "credentials add lab-user --user admin < secret.txt",
        "the account, if it has one",
        isNew: true);

    public static Command Rotate(ConnectionOptions options) => Store(
        options,
        "rotate",
        "Replaces the secret of a credential; it is read from standard input.",
        "credentials rotate lab-user < secret.txt",
        "the account, if it changes, too",
        isNew: false);

    private static Command Store(
        ConnectionOptions options, string verb, string summary, string example, string account, bool isNew)
    {
        var command = new Command(verb, Texts.WithExample(summary, example));
        var name = new Argument<string>("NAME") { Description = "the name that environments refer to" };
        var user = new Option<string?>("--user") { Description = account };
        command.Add(name);
        command.Add(user);
        Invocation.Set(command, options, async (invocation, cancellationToken) =>
        {
            var secret = (await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).TrimEnd('\r', '\n');
            if (secret.Length is 0 or > LongestSecret)
            {
                throw new CommandFailedException($"standard input held no secret of 1 to {LongestSecret} characters");
            }

            var named = invocation.Parsed.GetValue(name)!;
            var body = new JsonObject { ["secret"] = secret };
            if (isNew) body["name"] = named;
            if (invocation.Parsed.GetValue(user) is { } userName) body["userName"] = userName;
            var path = isNew ? "/v1/credentials" : ApiClient.Address("/v1/credentials/{id}/rotate", named);
            await invocation.Api
                .SendAsync(HttpMethod.Post, path, body.ToJsonString(), "application/json", null, cancellationToken)
                .ConfigureAwait(false);
            await invocation.Out.WriteLineAsync($"credentials.{verb} done: {named}").ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}
