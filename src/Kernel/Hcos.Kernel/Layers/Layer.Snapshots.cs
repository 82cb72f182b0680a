using System.Buffers;
using System.Text.Json;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Snapshots;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Layers;

/// <summary>Keeping what a log led to, and beginning from it.</summary>
public sealed partial class Layer
{
    /// <summary>
    /// What the log led to up to <see cref="Head"/>. Taken of a layer that was loaded and not begun, so that it is a
    /// fold of what is committed and of nothing else.
    /// </summary>
    public LogSnapshot Capture()
    {
        if (_isOwner) throw new InvalidOperationException($"{Name}: a running layer is not captured");
        using var data = new MemoryStream();
        var states = _catalog.RentStates();
        using (var frames = new SnapshotFrames.Writer(data)) Write(frames, states.Options);
        _catalog.GiveBack(states);
        return new LogSnapshot(Head, _definition.ShapeOf(), data.ToArray());
    }

    /// <summary>Begins from a snapshot instead of from nothing; the log follows from the position after it.</summary>
    /// <returns>False when it was written by other code, and nothing was taken from it.</returns>
    /// <exception cref="InvalidDataException">It is damaged; this instance is void.</exception>
    public bool TryRestore(LogSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (Head != 0) throw new InvalidOperationException($"{Name}: something was loaded already");
        if (snapshot.Shape != _definition.ShapeOf()) return false;
        var states = _catalog.RentStates();
        try
        {
            using var frames = new SnapshotFrames.Reader(new MemoryStream(snapshot.Data, writable: false));
            Read(frames, states.Options);
        }
        catch (Exception damaged) when (damaged is not InvalidDataException)
        {
            throw new InvalidDataException($"its snapshot at {snapshot.Position}: {damaged.Message}", damaged);
        }
        finally
        {
            _catalog.GiveBack(states);
        }

        return Head == snapshot.Position
            ? true
            : throw new InvalidDataException($"the snapshot of {Name} at {snapshot.Position} says {Head}");
    }

    private void Write(SnapshotFrames.Writer frames, JsonSerializerOptions json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        void Part(Action write)
        {
            buffer.ResetWrittenCount();
            writer.Reset();
            write();
            writer.Flush();
            frames.Add(buffer.WrittenSpan);
        }

        Part(() => JsonSerializer.Serialize(writer, MemoryHeader(), json));
        Part(() => _definition.LookupFields().Write(_lookups, writer, json));
        foreach (var (stream, version) in _versions.OrderBy(known => known.Key, StringComparer.Ordinal))
        {
            var family = stream == KernelStream ? null : _familyByName[FamilyOf(stream)];
            var hasState = family is not null && family.Exists(stream);
            var owes = hasState && family!.Pending(stream).Count > 0;
            var (context, position) = owes ? _latest[stream] : default;
            Part(() => JsonSerializer.Serialize(
                writer, new SnapshotStream(stream, version, context, position, hasState), json));
            if (hasState) Part(() => family!.Write(stream, writer, json));
        }
    }

    /// <summary>What is remembered beside the states of streams and the lookups.</summary>
    internal SnapshotHeader MemoryHeader()
    {
        _memory.Forget(_time);
        return new SnapshotHeader(
            Name,
            Head,
            Epoch,
            EpochStart,
            _time,
            _memory.AllAnswered(),
            _memory.AllGone(),
            StandingAttempts(),
            [.. _parked.Select(one => SnapshotParked.Of(one.Key, one.Value))],
            [.. _final.Select(known => known.Final)],
            _hasForgotten,
            [.. _met],
            _versions.Count);
    }

    /// <summary>Attempts that are still owed; the others are of the past.</summary>
    private List<KeyValuePair<string, CommandOwed>> StandingAttempts() =>
    [
        .. _attempts
            .OrderBy(attempt => attempt.Key.Stream, StringComparer.Ordinal)
            .ThenBy(attempt => attempt.Key.Key, StringComparer.Ordinal)
            .Where(attempt => _familyByName[FamilyOf(attempt.Key.Stream)].Pending(attempt.Key.Stream)
                .Any(pending => pending.Key == attempt.Key.Key))
            .Select(attempt => KeyValuePair.Create(attempt.Key.Stream, attempt.Value)),
    ];

    private void Read(SnapshotFrames.Reader frames, JsonSerializerOptions json)
    {
        var header = JsonSerializer.Deserialize<SnapshotHeader>(frames.Next(), json)!;
        (Epoch, EpochStart, _time) = (header.Epoch, header.EpochStart, header.Time);
        foreach (var (command, until) in header.Answered) _memory.Answered(command, until - _options.RememberBeyond);
        foreach (var (stream, until) in header.Gone) _memory.Gone(stream, until);
        foreach (var (stream, owed) in header.Attempts) _attempts[(stream, owed.Key)] = owed;
        _hasForgotten = header.HasForgotten;
        foreach (var (log, epoch) in header.Met) _met[log] = epoch;
        foreach (var final in header.Final) _final.Enqueue((final, _lived.Total));
        foreach (var parked in header.Parked)
        {
            var stream = _parked[parked.Stream] = new ParkedStream(parked.Reason, parked.Missed);
            if (parked.IsResuming) stream.Resume([]);
        }

        _definition.LookupFields().Read(_lookups, frames.Next(), json);
        for (var left = header.Streams; left > 0; left--)
        {
            var stream = JsonSerializer.Deserialize<SnapshotStream>(frames.Next(), json)!;
            _versions[stream.Name] = stream.Version;
            if (stream.Latest is { } context) _latest[stream.Name] = (context, stream.LatestPosition);
            if (stream.HasState) _familyByName[FamilyOf(stream.Name)].Read(stream.Name, frames.Next(), json);
        }

        Head = header.Position;
    }
}
