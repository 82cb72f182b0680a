using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.BadInput;

/// <summary>A platform with a server named <c>taken</c>.</summary>
public sealed class ServingPlatform(Laboratory laboratory) : RunningPlatform(laboratory)
{
    protected override Task AfterEnvironmentAsync(CancellationToken cancellationToken) =>
        Api.CreateAsync(["taken"], cancellationToken);
}
