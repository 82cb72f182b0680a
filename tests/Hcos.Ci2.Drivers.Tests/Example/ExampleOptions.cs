using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.Tests.Example;

/// <summary>Bounds of the driver.</summary>
internal sealed record ExampleOptions
{
    public HttpBounds Http { get; init; } =
        new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), RequestsAtOnce: 8, MostWaiting: 1_000, 1 << 20);
}
