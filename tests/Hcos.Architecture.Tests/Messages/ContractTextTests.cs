using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Messages;

public sealed class ContractTextTests
{
    private const string Command = "HCOS_WRITE_CONTRACT=1 dotnet run --project tests/Hcos.Architecture.Tests";

    private static readonly string File =
        Path.Combine(Repository.Root, "src", "Contracts", "Hcos.Contracts", "contract.txt");

    [Fact]
    public async Task The_contract_is_written_down()
    {
        var actual = ContractText.Write();
        if (Environment.GetEnvironmentVariable("HCOS_WRITE_CONTRACT") == "1")
        {
            await System.IO.File.WriteAllTextAsync(File, actual, TestContext.Current.CancellationToken);
        }

        var written = await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken);
        Assert.True(written == actual, $"contract.txt is not what the messages are; if that is meant: {Command}");
    }
}
