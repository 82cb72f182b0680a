using Hcos.Host.Local;

namespace Hcos.Host.Running;

/// <summary>
/// The file that says where the API of a data folder is. A process alone writes it at once; of several, the one that
/// serves does, again after every take-over.
/// </summary>
internal sealed class FrontDoor(PlatformOptions options, TimeProvider time)
{
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(100);
    private readonly DataFolder _data = options.Data;

    /// <summary>Keeps the file until cancelled.</summary>
    public async Task OpenAsync(Platform platform, CancellationToken cancellationToken)
    {
        if (!_data.IsShared)
        {
            await File.WriteAllTextAsync(_data.UrlFile, options.Url, cancellationToken).ConfigureAwait(false);
            return;
        }

        var wasServing = false;
        while (options.Runs("usl"))
        {
            if (platform.IsServing && !wasServing) Replace();
            wasServing = platform.IsServing;
            await Task.Delay(Check, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes what this process wrote.</summary>
    public void Close()
    {
        if (File.Exists(_data.UrlFile) && File.ReadAllText(_data.UrlFile) == options.Url) File.Delete(_data.UrlFile);
    }

    /// <summary>Whoever reads meanwhile sees the one or the other.</summary>
    private void Replace()
    {
        var part = $"{_data.UrlFile}.{options.Port}";
        File.WriteAllText(part, options.Url);
        File.Move(part, _data.UrlFile, overwrite: true);
    }
}
