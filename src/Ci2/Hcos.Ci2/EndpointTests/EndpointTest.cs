using Hcos.Ci2.Calls;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Ci2.EndpointTests;

/// <summary>Looks once whether an endpoint answers, by a driver of its own.</summary>
internal abstract class EndpointTest : IProcess<EndpointTestState, Ci2Lookups>
{
    public static EndpointTestState Initial { get; } = new(null, false);

    public static Decision Decide(EndpointTestState state, Given given, Ci2Lookups lookups) => given.Message switch
    {
        TestEndpoint test when state is { Taken: null, HasEnded: false } =>
            Decision.Of(new EndpointTestTaken(test.Test, test.Address), new EndpointTestBegun(test.Test)),
        EffectEnded ended when state.Taken is { } taken => Decision.Of(Tested(taken.Test, ended.Result)),
        _ => Decision.Nothing,
    };

    public static EndpointTestState Evolve(EndpointTestState state, IEvent happened) => happened switch
    {
        EndpointTestTaken taken => state with { Taken = taken },
        EndpointTested => new EndpointTestState(null, true),
        _ => state,
    };

    public static bool IsFinal(EndpointTestState state) => state.HasEnded;

    public static IReadOnlyList<Pending> Pending(EndpointTestState state) => state.Taken is not { } taken
        ? []
        : [new Pending.Effect("probe", $"test/{taken.Test}", new DriverCall.Test(taken.Address), IsChanging: false)];

    private static EndpointTested Tested(Guid test, object result) => result switch
    {
        DriverAnswer.Probed { Status: var status } probed =>
            new EndpointTested(test, DriverTaskOutcome.Done, status.NativeIdentity, status.Version, null)
            {
                Scope = status.Scope,
                Abilities = probed.Abilities,
            },
        DriverAnswer.Failed failed => new EndpointTested(test, failed.Outcome, null, null, failed.Reason),
        EffectThrew threw => new EndpointTested(test, DriverTaskOutcome.Unavailable, null, null, threw.Reason),
        _ => new EndpointTested(test, DriverTaskOutcome.Unavailable, null, null, "it was not tested"),
    };
}

/// <summary>What is remembered of a test.</summary>
internal sealed record EndpointTestState(EndpointTestTaken? Taken, bool HasEnded);

/// <summary>A test was taken on.</summary>
[MessageName("ci2.endpoint-test-taken.v1")]
internal sealed record EndpointTestTaken(Guid Test, EnvironmentAddress Address) : IEvent;
