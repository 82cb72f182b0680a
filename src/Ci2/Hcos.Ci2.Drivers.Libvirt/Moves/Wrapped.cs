using System.Text.Json;

namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>Takes apart what another driver of this kind wrote.</summary>
internal static class Wrapped
{
    /// <summary>Reads it.</summary>
    /// <exception cref="DriverException">Invalid: it is something else.</exception>
    public static T Read<T>(string content) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(content) ?? throw Odd();
        }
        catch (JsonException broken)
        {
            throw Odd(broken);
        }
    }

    /// <summary>It is something else.</summary>
    public static DriverException Odd(Exception? inner = null) =>
        new(DriverFailure.Invalid, "this was not written by a libvirt driver for that server", inner);
}
