using Hcos.Contracts.Bsl;

namespace Hcos.Usl.Views;

/// <summary>What a resource of ours is bound to: the native object on one side, the server on the other.</summary>
/// <param name="Row">The row of the native object, once it is known.</param>
/// <param name="Server">The server it was made for.</param>
/// <param name="ServerName">That server's name.</param>
internal sealed record BindingView(string? Row, ServerId? Server, string? ServerName);
