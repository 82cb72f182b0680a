using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Usl.Api;

/// <summary>What is only known of a row when it is read.</summary>
internal readonly record struct Derived
{
    public string? EnvironmentName { get; init; }

    /// <summary>When it was seen last, by a sweep too.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    public ResourceState? State { get; init; }

    /// <summary>Set where nobody can see it now: the state that it had.</summary>
    public ResourceState? LastKnown { get; init; }

    /// <summary>Why nobody can see it.</summary>
    public string? Reason { get; init; }
}

/// <summary>Writes it as further members of an object.</summary>
internal static class DerivedJson
{
    private const int LongestNumber = 32;

    public static void Write(IBufferWriter<byte> output, in Derived derived, DateTimeOffset now)
    {
        if (derived.EnvironmentName is { } name)
        {
            output.Write(",\"environmentName\":\""u8);
            output.Write(JsonEncodedText.Encode(name).EncodedUtf8Bytes);
            output.Write("\""u8);
        }

        if (derived.SeenAt is not { } seen) return;
        output.Write(",\"seenAt\":\""u8);
        Time(output, seen);
        output.Write("\",\"ageSeconds\":"u8);
        var age = Math.Max(0, Math.Round((now - seen).TotalSeconds, 3));
        var span = output.GetSpan(LongestNumber);
        Utf8Formatter.TryFormat(age, span, out var written);
        output.Advance(written);
    }

    // As the serialiser writes it everywhere else.
    private static void Time(IBufferWriter<byte> output, DateTimeOffset time)
    {
        var text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
        Encoding.ASCII.GetBytes(text, output);
    }
}
