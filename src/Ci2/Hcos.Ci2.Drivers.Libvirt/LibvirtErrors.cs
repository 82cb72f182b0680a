using System.Text.RegularExpressions;
using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>libvirt's errors in the words of the driver seam.</summary>
internal static partial class LibvirtErrors
{
    /// <summary>The part of libvirt that speaks with the daemon (<c>VIR_FROM_RPC</c>).</summary>
    internal const int FromRpc = 7;

    internal const int NoDomain = 42;
    internal const int NoNetwork = 43;
    internal const int NoStoragePool = 49;
    internal const int NoStorageVolume = 50;
    internal const int OperationInvalid = 55;
    internal const int NoSnapshot = 72;

    private const int InternalError = 1;
    private const int NoMemory = 2;
    private const int NoConnect = 5;
    private const int InvalidConnection = 6;
    private const int OperationFailed = 9;
    private const int DomainExists = 28;
    private const int OperationDenied = 29;
    private const int SystemError = 38;
    private const int Rpc = 39;
    private const int AuthFailed = 45;
    private const int OperationTimeout = 68;
    private const int OperationAborted = 78;
    private const int AuthCancelled = 79;
    private const int ResourceBusy = 87;
    private const int AccessDenied = 88;
    private const int VolumeExists = 90;
    private const int AuthUnavailable = 94;

    /// <summary>The last error of this thread, which it also forgets.</summary>
    public static unsafe LibvirtError TakeLast()
    {
        var error = LibvirtNative.virGetLastError();
        if (error == null)
        {
            return new(InternalError, 0, "the library gave no reason");
        }

        var taken = new LibvirtError(error->Code, error->Domain, NativeText.Copy(error->Message) ?? "");
        LibvirtNative.virResetLastError();
        return taken;
    }

    /// <summary>What an error means for the caller.</summary>
    /// <param name="error">What the library said.</param>
    /// <param name="changing">Whether something that changes was sent before it, or by it.</param>
    public static DriverFailure FailureOf(LibvirtError error, bool changing) => error.Code switch
    {
        _ when Full().IsMatch(error.Message) => DriverFailure.Exhausted,
        _ when error.IsLostConnection => changing ? DriverFailure.Uncertain : DriverFailure.Unavailable,
        // A process that does not end although it was killed may end later.
        _ when error.Message.Contains("Failed to terminate process", StringComparison.Ordinal) =>
            DriverFailure.Uncertain,
        NoDomain or NoNetwork or NoStoragePool or NoStorageVolume or NoSnapshot => DriverFailure.Missing,
        DomainExists or VolumeExists or OperationInvalid or ResourceBusy => DriverFailure.Conflict,
        OperationDenied or AuthFailed or AuthCancelled or AuthUnavailable or AccessDenied => DriverFailure.Denied,
        NoMemory => DriverFailure.Exhausted,
        // The daemon did not get hold of the domain: nothing was done to it.
        OperationTimeout when error.Message.Contains("state change lock", StringComparison.Ordinal) =>
            DriverFailure.Conflict,
        OperationTimeout or OperationAborted => changing ? DriverFailure.Uncertain : DriverFailure.Unavailable,
        OperationFailed or SystemError or InternalError => DriverFailure.Conflict,
        _ => DriverFailure.Invalid,
    };

    /// <summary>Makes the exception for an error of the library.</summary>
    public static DriverException Exception(LibvirtError error, bool changing, int longest) =>
        new(FailureOf(error, changing), $"libvirt: {Redact(error.Message, longest)}");

    /// <summary>Shortens a message to one line without passwords.</summary>
    internal static string Redact(string message, int longest)
    {
        var line = Secrets().Replace(message.ReplaceLineEndings(" "), "$1=…");
        return line.Length <= longest ? line : string.Concat(line.AsSpan(0, longest), "…");
    }

    /// <summary>Whether the error says that the daemon cannot be talked to.</summary>
    internal static bool IsLostConnection(int code, int domain) =>
        code is NoConnect or InvalidConnection or Rpc
        || (domain == FromRpc && code is InternalError or SystemError or OperationFailed);

    [GeneratedRegex("No space left|Disk quota exceeded|[Cc]annot allocate memory|cannot set up guest memory")]
    private static partial Regex Full();

    [GeneratedRegex("""(passw(?:or)?d|secret|token|user-data)["']?\s*[=:]\s*("[^"]*"|'[^']*'|\S+)""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Secrets();
}
