using Hcos.Ci2.Drivers;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Hcos.Ci2.Driving;

/// <summary>
/// Time-outs of every call and a breaker for reads. Nothing retries here: what is owed is repeated by the kernel, which
/// alone knows whether it still is.
/// </summary>
internal sealed class CallPipelines
{
    public CallPipelines(Ci2Options options, TimeProvider time)
    {
        Probe = Within(options.ReadTimeout, time).Build();
        Sweep = Within(options.SweepTimeout, time).Build();
        Change = Within(options.ChangeTimeout, time).Build();
        Read = Breaking(options, time).AddTimeout(options.ReadTimeout).Build();
    }

    public ResiliencePipeline Probe { get; }

    public ResiliencePipeline Sweep { get; }

    public ResiliencePipeline Change { get; }

    public ResiliencePipeline Read { get; }

    private static ResiliencePipelineBuilder Within(TimeSpan timeout, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(timeout);

    private static ResiliencePipelineBuilder Breaking(Ci2Options options, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 1,
            MinimumThroughput = options.FailuresToBreak,
            SamplingDuration = options.ReadTimeout * options.FailuresToBreak * 2,
            BreakDuration = options.BreakDuration,
            ShouldHandle = new PredicateBuilder()
                .Handle<TimeoutRejectedException>()
                .Handle<DriverException>(failed => failed.Failure == DriverFailure.Unavailable),
        });
}
