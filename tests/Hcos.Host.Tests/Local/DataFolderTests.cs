using Hcos.Host.Local;

namespace Hcos.Host.Tests.Local;

public sealed class DataFolderTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("hcos-data-");

    [Fact]
    public void The_administrators_token_is_made_once_and_only_its_owner_can_read_it()
    {
        var data = new DataFolder(Path.Combine(_parent.FullName, "data"));
        var token = data.EnsureToken();

        Assert.Equal(64, token.Length);
        Assert.Equal(token, data.EnsureToken());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.Token));
    }

    [Fact]
    public void Others_may_pass_through_the_folder_and_not_look_around()
    {
        var data = new DataFolder(Path.Combine(_parent.FullName, "data"));
        var mode = File.GetUnixFileMode(data.Path);
        Assert.False(mode.HasFlag(UnixFileMode.OtherRead) || mode.HasFlag(UnixFileMode.GroupRead));
        Assert.False(mode.HasFlag(UnixFileMode.OtherWrite) || mode.HasFlag(UnixFileMode.GroupWrite));
    }

    [Fact]
    public void A_token_that_others_can_read_is_closed_to_them()
    {
        var data = new DataFolder(Path.Combine(_parent.FullName, "data"));
        File.WriteAllText(data.Token, "token\n");
        File.SetUnixFileMode(data.Token, (UnixFileMode)0b110_100_100);

        Assert.Equal("token", data.EnsureToken());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.Token));
    }

    [Fact]
    public void A_file_is_ours_when_this_user_made_it_and_otherwise_not()
    {
        var made = Path.Combine(_parent.FullName, "made");
        File.WriteAllText(made, "");
        Assert.True(FileOwner.IsOurs(made));
        Assert.False(FileOwner.IsOurs(Path.Combine(_parent.FullName, "missing")));
        // The kernel's own process is root's, and everybody's own process is their own.
        Assert.Equal(Environment.IsPrivilegedProcess, FileOwner.IsOurs("/proc/1/stat"));
    }

    [Fact]
    public void Two_folders_have_two_tokens()
    {
        var one = new DataFolder(Path.Combine(_parent.FullName, "one")).EnsureToken();
        var other = new DataFolder(Path.Combine(_parent.FullName, "other")).EnsureToken();
        Assert.NotEqual(one, other);
    }

    public void Dispose() => _parent.Delete(recursive: true);
}
