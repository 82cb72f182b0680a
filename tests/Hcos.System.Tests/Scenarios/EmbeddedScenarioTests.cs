using Hcos.System.Tests.Platform;

namespace Hcos.System.Tests.Scenarios;

/// <summary>All layers in one process.</summary>
public sealed class EmbeddedScenarioTests(ManagedPlatform platform)
    : ScenarioTests<ManagedPlatform>(platform), IClassFixture<ManagedPlatform>
{
    private readonly ManagedPlatform _platform = platform;

    protected override IEnumerable<string> LogFiles() => [_platform.Process.Log];
}
