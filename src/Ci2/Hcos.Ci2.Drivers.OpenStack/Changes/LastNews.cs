using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.OpenStack.Changes;

/// <summary>What Nova told last of each server: it says most things several times.</summary>
/// <param name="most">How many servers are remembered; then all are forgotten.</param>
internal sealed class LastNews(int most)
{
    private readonly Dictionary<ResourceKey, (ServerNews News, bool IsRemoval)> _last = [];

    /// <summary>Whether it is something else than the time before.</summary>
    public bool IsNew(Notification told)
    {
        var news = (told.News, told.IsRemoval);
        if (_last.TryGetValue(told.Key, out var last) && last == news) return false;
        if (_last.Count >= most) _last.Clear();
        _last[told.Key] = news;
        return true;
    }
}
