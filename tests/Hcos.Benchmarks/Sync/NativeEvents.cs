using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hcos.Testing.Platform;

namespace Hcos.Benchmarks.Sync;

/// <summary>
/// Listens to libvirt beside HCOS, by its own command line: when did the platform itself tell of a change? Times are
/// virsh's, in milliseconds, taken when the event reached it.
/// </summary>
internal sealed class NativeEvents : IDisposable
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly Process _process;

    public NativeEvents(LibvirtLab lab)
    {
        var arguments = lab.VirshArguments("event", "--loop", "--timestamp", "--event", "lifecycle");
        _process = Process.Start(new ProcessStartInfo("virsh", arguments) { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, line) => TakeIn(line.Data);
        _process.BeginOutputReadLine();
    }

    /// <summary>When the event was told; null while it was not.</summary>
    /// <param name="domain">The domain's name.</param>
    /// <param name="what">The event's first word: <c>Stopped</c>, <c>Suspended</c>.</param>
    public DateTimeOffset? When(string domain, string what) =>
        _seen.TryGetValue($"{domain}/{what}", out var at) ? at : null;

    /// <summary>The next event of this kind is a new one.</summary>
    public void Forget(string domain, string what) => _seen.TryRemove($"{domain}/{what}", out _);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    // 2026-01-01 10:00:00.123+0000: event 'lifecycle' for domain 'web-1': Stopped Destroyed
    private void TakeIn(string? line)
    {
        var parts = line?.Split('\'');
        if (parts is not [var time, _, _, var domain, var rest]) return;
        var stamp = time[..time.IndexOf(": ", StringComparison.Ordinal)];
        if (!DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, out var at)) return;
        var what = rest.TrimStart(':', ' ').Split(' ')[0];
        _seen[$"{domain}/{what}"] = at;
    }
}
