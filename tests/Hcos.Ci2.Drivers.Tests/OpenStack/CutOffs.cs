using Hcos.Cie.Simulators.Wire;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>What tests of calls that are cut off have in common.</summary>
internal static class CutOffs
{
    /// <summary>Each call with each way to go wrong.</summary>
    public static TheoryData<string, Interference> Of(IReadOnlyDictionary<string, CutCall> calls)
    {
        var cuts = new TheoryData<string, Interference>();
        foreach (var call in calls.Keys)
        {
            foreach (var what in Enum.GetValues<Interference>()) cuts.Add(call, what);
        }

        return cuts;
    }

    /// <summary>No request of a call is left out.</summary>
    public static async Task AllRequestsAreAmongThePointsAsync(IReadOnlyDictionary<string, CutCall> calls)
    {
        foreach (var (name, call) in calls)
        {
            var points = call.Points.Select(point => point.Split(" after ")[0]).ToHashSet(StringComparer.Ordinal);
            Assert.True(
                (await call.RequestsAsync()).All(points.Contains),
                $"{name}: {string.Join(", ", await call.RequestsAsync())}");
        }
    }
}
