using Hcos.Usl.Tests.Platform;

namespace Hcos.Usl.Tests.CommandLine;

public sealed class CredentialCommandTests
{
    [Fact]
    public async Task A_credential_that_is_there_is_rotated_and_never_added_again()
    {
        var store = new SecretStore();
        await using var platform = await SmallPlatform.StartAsync(new UslOptions { Credentials = store });
        Assert.Equal(0, (await RunAsync(platform, "add", "lab-user", "--user", "root")).Code);
        Assert.Equal(new IncomingSecret(SecretIntent.Add, "lab-user", "root", "s3cret", "admin"), store.Last);

        var rotated = await RunAsync(platform, "rotate", "lab-user");
        Assert.Contains("credentials.rotate done: lab-user", rotated.Out, StringComparison.Ordinal);
        Assert.Equal(new IncomingSecret(SecretIntent.Rotate, "lab-user", null, "s3cret", "admin"), store.Last);

        store.Refusal = new IntakeRefusal("duplicate-name", "it is there", "rotate it");
        var again = await RunAsync(platform, "add", "lab-user");
        Assert.Equal(1, again.Code);
        Assert.Contains("duplicate-name: it is there (rotate it)", again.Error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(
        SmallPlatform platform, params string[] words)
    {
        var former = Console.In;
        using var input = new StringReader("s3cret\n");
        Console.SetIn(input);
        try
        {
            return await CommandLineTests.RunAsync(platform, ["credentials", .. words]);
        }
        finally
        {
            Console.SetIn(former);
        }
    }
}
