using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Hcos.Ci2.Credentials;

namespace Hcos.Ci2.Tests.Credentials;

[UnsupportedOSPlatform("windows")]
public sealed class ProtectedCredentialStoreTests : CredentialStoreConformance, IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("hcos-credentials-");

    public ProtectedCredentialStoreTests() => Store = Ci2Module.OpenCredentials(Folder);

    protected override ICredentialStore Store { get; }

    private string Folder => Path.Combine(_parent.FullName, "store");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_process_finds_what_this_one_stored()
    {
        await Store.PutAsync("lab", new StoredCredential("root", "hunter2"), Stop);
        Assert.Equal("hunter2", (await Ci2Module.OpenCredentials(Folder).GetAsync("lab", Stop))!.Secret);
    }

    [Fact]
    public async Task No_secret_is_on_disk_in_the_clear()
    {
        await Store.PutAsync("lab", new StoredCredential("the-account", "hunter2-hunter2"), Stop);
        var files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);
        Assert.True(files.Length >= 2);
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file, Stop);
            foreach (var secret in new[] { "hunter2", "the-account" })
            {
                Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)));
                var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))[..6];
                Assert.DoesNotContain(base64, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Only_this_user_can_enter_the_folders_and_read_the_files()
    {
        await Store.PutAsync("lab", new StoredCredential(null, "s"), Stop);
        await Store.PutAsync("lab", new StoredCredential(null, "t"), Stop);
        const UnixFileMode forUser = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(forUser, File.GetUnixFileMode(file));
        }

        foreach (var folder in new[] { Folder, Path.Combine(Folder, "keys") })
        {
            Assert.Equal(forUser | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [Fact]
    public void A_folder_that_others_could_enter_is_closed_to_them()
    {
        var open = Path.Combine(_parent.FullName, "open");
        Directory.CreateDirectory(open);
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);
        Ci2Module.OpenCredentials(open);
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(open));
    }

    [Fact]
    public async Task A_credential_cannot_be_read_under_another_name()
    {
        await Store.PutAsync("lab", new StoredCredential(null, "hunter2"), Stop);
        var file = Path.Combine(Folder, ProtectedCredentialStore.FileName);
        var text = await File.ReadAllTextAsync(file, Stop);
        await File.WriteAllTextAsync(file, text.Replace("\"lab\"", "\"lob\"", StringComparison.Ordinal), Stop);
        var failed = await Assert.ThrowsAsync<CredentialStoreException>(() => Store.GetAsync("lob", Stop));
        Assert.DoesNotContain("hunter2", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_not_overwritten()
    {
        var file = Path.Combine(Folder, ProtectedCredentialStore.FileName);
        await File.WriteAllTextAsync(file, "{ \"lab\": ", Stop);
        await Assert.ThrowsAsync<CredentialStoreException>(() => Store.GetAsync("lab", Stop));
        await Assert.ThrowsAsync<CredentialStoreException>(
            () => Store.PutAsync("lab", new StoredCredential(null, "s"), Stop));
        Assert.Equal("{ \"lab\": ", await File.ReadAllTextAsync(file, Stop));
    }

    [Fact]
    public async Task A_full_store_replaces_and_takes_nothing_new()
    {
        var full = Enumerable.Range(0, ProtectedCredentialStore.MostCredentials)
            .ToDictionary(number => $"n{number}", _ => "");
        var file = Path.Combine(Folder, ProtectedCredentialStore.FileName);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(full), Stop);
        var refused = await Assert.ThrowsAsync<CredentialStoreException>(
            () => Store.PutAsync("lab", new StoredCredential(null, "s"), Stop));
        Assert.True(refused.IsFull);
        await Store.PutAsync("n1", new StoredCredential(null, "s"), Stop);
        Assert.Equal("s", (await Store.GetAsync("n1", Stop))!.Secret);
    }

    [Fact]
    public async Task A_draft_that_a_crash_left_behind_does_no_harm()
    {
        await Store.PutAsync("lab", new StoredCredential(null, "first"), Stop);
        await File.WriteAllTextAsync(Path.Combine(Folder, ProtectedCredentialStore.FileName + ".new"), "half", Stop);
        Assert.Equal("first", (await Store.GetAsync("lab", Stop))!.Secret);
        await Store.PutAsync("lab", new StoredCredential(null, "second"), Stop);
        Assert.Equal("second", (await Store.GetAsync("lab", Stop))!.Secret);
    }

    public void Dispose()
    {
        (Store as IDisposable)?.Dispose();
        _parent.Delete(recursive: true);
    }
}
