using System.Text.Json;

namespace Hcos.Cie.Simulators.HyperV.Control;

/// <summary>What the control API says of itself.</summary>
internal static class ControlHelp
{
    /// <summary>All that can go wrong, by name.</summary>
    public static string Mischief { get; } = string.Join(", ", Enum.GetValues<HyperVInterference>().Select(NameOf));

    /// <summary>What an interference is called.</summary>
    public static string NameOf(HyperVInterference what) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{what}");

    /// <summary>The help.</summary>
    /// <param name="address">Where WS-Management is served.</param>
    public static string Text(Uri address) => $$"""
        A simulated Hyper-V host. WS-Management: {{address}}

        Everything below is somebody else who works on the host itself; it needs the header
        Authorization: Bearer TOKEN, with the token from the file that the command named. MACHINE is a name or an id.

          GET    /machines                  all machines: id, name, state, and where their guests answer HTTP
          POST   /machines                  makes one that is off: {"name": "x"}; {"name": "x", "image": "hcos-guest"}
                                            makes one that has a system
          GET    /machines/MACHINE          one machine
          POST   /machines/MACHINE/CHANGE   CHANGE is turn-off, start, pause or save; it takes effect at once
          PATCH  /machines/MACHINE          another name: {"name": "y"}
          DELETE /machines/MACHINE          removes it, whatever it does; its disks stay
          GET    /mischief                  how many WS-Management requests were let in so far
          POST   /mischief                  the next requests go wrong: {"verb": "Pull", "what": "hang", "times": 3}
                                            verb is the last part of an action, * for any; what is one of
                                            {{Mischief}}
          DELETE /mischief                  forgets what is still planned

        Example:
          curl -X POST -H "Authorization: Bearer $(cat TOKEN-FILE)" {{new Uri(address, "/machines/web-1/turn-off")}}

        """;
}
