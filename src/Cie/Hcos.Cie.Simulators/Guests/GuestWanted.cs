namespace Hcos.Cie.Simulators.Guests;

/// <summary>A guest that a machine's state asks for.</summary>
/// <param name="Machine">The machine's identity.</param>
/// <param name="Boot">Which execution of the machine it belongs to: another one is another guest.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Address">The address that it answers on.</param>
/// <param name="IsPaused">Whether it is there and answers nobody.</param>
internal sealed record GuestWanted(string Machine, int Boot, string Name, string Address, bool IsPaused);
