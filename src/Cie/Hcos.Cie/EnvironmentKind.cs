namespace Hcos.Cie;

/// <summary>A kind of environment that this installation has a driver for.</summary>
/// <param name="Name">As estate files write it: <c>libvirt</c>.</param>
/// <param name="CheckEndpoint">
/// Pure: null when the text is an endpoint of this kind, otherwise what is wrong and what would be right.
/// </param>
public sealed record EnvironmentKind(string Name, Func<string, string?> CheckEndpoint);
