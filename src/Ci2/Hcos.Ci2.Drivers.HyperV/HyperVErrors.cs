using System.Text.RegularExpressions;
using Hcos.Ci2.Drivers.HyperV.WsMan;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>Faults, return values and lost answers in the words of the driver seam. Pure.</summary>
internal static partial class HyperVErrors
{
    /// <summary>A job was begun.</summary>
    public const uint JobBegun = 4096;

    /// <summary>Windows' own refusal, the general one of COM and WMI's.</summary>
    private static readonly uint[] AccessDenied = [5, 0x8007_0005, 0x8004_1003];

    /// <summary>No such resource, namespace or class, whatever subcode comes with it.</summary>
    private static readonly uint[] NoSuchClass = [2_150_858_778, 0x8004_100E, 0x8004_1010];

    /// <summary>What a fault means for the caller.</summary>
    /// <param name="fault">What the host said.</param>
    /// <param name="changing">Whether the request that it answers changes something.</param>
    public static DriverFailure FailureOf(SoapFault fault, bool changing) => fault.Subcode switch
    {
        _ when AccessDenied.Contains(fault.Code) => DriverFailure.Denied,
        _ when NoSuchClass.Contains(fault.Code) => DriverFailure.Missing,
        "AccessDenied" => DriverFailure.Denied,
        "InvalidSelectors" or "DestinationUnreachable" or "InvalidResourceURI" => DriverFailure.Missing,
        "InvalidParameter" or "CannotProcessFilter" or "EncodingLimit" or "ActionNotSupported"
            or "SchemaValidationError" or "UnsupportedFeature" or "FilterDialectRequestedUnavailable"
            or "DeliveryModeRequestedUnavailable" or "EventSourceUnableToProcess" or "FilteringNotSupported" =>
            DriverFailure.Invalid,
        "Concurrency" or "AlreadyExists" => DriverFailure.Conflict,
        // The service's own limit on requests at a time: it did not look at this one.
        "QuotaLimit" => DriverFailure.Unavailable,
        _ => changing ? DriverFailure.Uncertain : DriverFailure.Unavailable,
    };

    /// <summary>What a method's return value or a job's error code means.</summary>
    public static DriverFailure FailureOf(uint code) => code switch
    {
        1 or 4 or 32770 or 32773 or 32776 => DriverFailure.Invalid,
        32769 => DriverFailure.Denied,
        32778 => DriverFailure.Exhausted,
        32779 => DriverFailure.Missing,
        3 or 4098 or 32771 or 32772 => DriverFailure.Uncertain,
        _ => DriverFailure.Conflict,
    };

    /// <summary>Makes the exception for what the host said.</summary>
    public static DriverException Exception(DriverFailure failure, string message, int longest) =>
        new(failure, $"Hyper-V: {Redact(message, longest)}");

    /// <summary>Makes the exception for a call about a server that nobody has.</summary>
    public static DriverException NoServer() => new(DriverFailure.Missing, "the server is not there");

    /// <summary>Makes the exception for an answer that is not understood; nothing was changed by reading it.</summary>
    public static DriverException Odd(string what, Exception? inner = null) =>
        new(DriverFailure.Unavailable, $"Hyper-V's answer is not understood: {what}", inner);

    /// <summary>Shortens a message to one line without passwords.</summary>
    internal static string Redact(string message, int longest)
    {
        var line = Secrets().Replace(Spaces().Replace(message, " ").Trim(), "$1=…");
        return line.Length <= longest ? line : string.Concat(line.AsSpan(0, longest), "…");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("""(passw(?:or)?d|secret|token|user-data)["']?\s*[=:]\s*("[^"]*"|'[^']*'|\S+)""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Secrets();
}
