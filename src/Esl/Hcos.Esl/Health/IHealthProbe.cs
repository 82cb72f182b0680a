using Hcos.Contracts.Esl;

namespace Hcos.Esl.Health;

/// <summary>Looks once whether an address answers as it should: the seam between ESL and the guests.</summary>
public interface IHealthProbe
{
    /// <summary>Null when it is healthy, otherwise why not. Throws only when cancelled.</summary>
    Task<string?> ProbeAsync(string address, HealthSpec health, CancellationToken cancellationToken);
}
