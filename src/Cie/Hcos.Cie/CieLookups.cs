using Hcos.Cie.Environments;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Cie;

/// <summary>What CIE knows across its streams: names, endpoints and tests under way.</summary>
internal sealed class CieLookups(IReadOnlyList<EnvironmentKind> kinds, CieOptions options) : ILookups
{
    private readonly SortedDictionary<Guid, (string Name, EnvironmentAddress Address)> _environments = [];
    private readonly SortedDictionary<Guid, EnvironmentId> _tests = [];

    public CieOptions Options { get; } = options;

    public IReadOnlyList<EnvironmentKind> Kinds { get; } = kinds;

    /// <summary>Whether another environment has the name, or is about to.</summary>
    public bool HasName(string name, EnvironmentId but) =>
        _environments.Any(known => known.Key != but.Value && known.Value.Name == name);

    /// <summary>The name of another environment at the same place.</summary>
    public string? NameAt(string kind, string endpoint, EnvironmentId but) => _environments
        .Where(known => known.Key != but.Value)
        .Where(known => known.Value.Address.Kind == kind && known.Value.Address.Endpoint == endpoint)
        .Select(known => known.Value.Name)
        .FirstOrDefault();

    /// <summary>The stream that waits for a test.</summary>
    public IEnumerable<string> StreamOfTest(Guid test) =>
        _tests.TryGetValue(test, out var environment) ? [environment.ToString()] : [];

    public void Apply(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case EnvironmentProposed proposed:
                _environments[proposed.Environment.Value] = (proposed.Name, proposed.Address);
                break;
            case EnvironmentTestOwed owed:
                _tests[owed.Task] = owed.Environment;
                break;
            case EnvironmentRegistered registered:
                _environments[registered.Environment.Value] = (registered.Name, registered.Address);
                break;
            case EnvironmentChanged changed:
                _environments[changed.Environment.Value] = (changed.Name, changed.Address);
                break;
            case EnvironmentRemoved removed:
                _environments.Remove(removed.Environment.Value);
                break;
            case EnvironmentTaskEnded ended:
                // A removal that came to nothing leaves it where it is.
                var wasTest = _tests.Remove(ended.Task);
                if (wasTest && ended.Outcome != TaskOutcome.Done) _environments.Remove(ended.Environment.Value);
                break;
            default:
                break;
        }
    }
}
