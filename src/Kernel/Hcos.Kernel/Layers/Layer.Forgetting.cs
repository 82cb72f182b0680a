using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Layers;

/// <summary>
/// Streams that have come to their end leave memory after a while; the log keeps them. That they did is an event, so
/// that a layer that is loaded forgets the same.
/// </summary>
public sealed partial class Layer
{
    private readonly Queue<(FinalStream Final, TimeSpan Lived)> _final = new();

    /// <summary>Jumps of the clock let nothing be forgotten early.</summary>
    private readonly WaitedTime _lived = new();

    private DateTimeOffset _lastForgotten = DateTimeOffset.MinValue;
    private bool _hasForgotten;

    /// <summary>How many things it remembers, of whatever kind; for those who check the layer.</summary>
    internal int Remembered => _versions.Count + _latest.Count + _final.Count + _memory.Count + _attempts.Count
        + _families.Sum(family => family.Count);

    /// <summary>
    /// A stream that is new to memory may have been here before: then its versions go on from where no former one can
    /// have come.
    /// </summary>
    private long NextVersion(string stream, long position)
    {
        if (_versions.TryGetValue(stream, out var version)) return version + 1;
        return _hasForgotten ? position : 1;
    }

    private void NoteFinal(StreamFamily family, RecordedEvent recorded)
    {
        if (family.IsFinal(recorded.Stream))
        {
            _final.Enqueue((new FinalStream(recorded.Stream, recorded.Version, recorded.Time), _lived.Total));
        }
    }

    private bool IsOld((FinalStream Final, TimeSpan Lived) known) =>
        _time - known.Final.Since >= _options.KeepFinal && _lived.Total - known.Lived >= _options.KeepFinal;

    private void ForgetFinal(StepOutput output)
    {
        if (!_final.TryPeek(out var first) || !IsOld(first)) return;
        if (_time - _lastForgotten < _options.ForgetEvery && _final.Count < _options.MostForgottenAtOnce) return;
        var streams = new List<string>();
        while (streams.Count < _options.MostForgottenAtOnce && _final.TryPeek(out var next) && IsOld(next))
        {
            _final.Dequeue();
            if (IsStillFinal(next.Final)) streams.Add(next.Final.Stream);
        }

        _lastForgotten = _time;
        if (streams.Count > 0) Append(output, KernelStream, new Forgotten(streams), Source.Of(Nobody()));
    }

    private bool IsStillFinal(FinalStream final) =>
        _versions.GetValueOrDefault(final.Stream) == final.Version
        && _familyByName[FamilyOf(final.Stream)].IsFinal(final.Stream)
        && !_parked.ContainsKey(final.Stream)
        && _owed.Of(final.Stream).Count == 0;

    private void TakeIn(Forgotten forgotten)
    {
        _hasForgotten = true;
        foreach (var stream in forgotten.Streams)
        {
            _familyByName[FamilyOf(stream)].Forget(stream);
            _versions.Remove(stream);
            _latest.Remove(stream);
        }
    }
}

/// <summary>A stream that has come to its end.</summary>
/// <param name="Stream">Its name.</param>
/// <param name="Version">Its version then.</param>
/// <param name="Since">Log time of the event that ended it.</param>
internal sealed record FinalStream(string Stream, long Version, DateTimeOffset Since);
