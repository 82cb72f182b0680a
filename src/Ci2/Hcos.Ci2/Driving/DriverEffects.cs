using Hcos.Ci2.Calls;
using Hcos.Ci2.Credentials;
using Hcos.Ci2.Drivers;
using Hcos.Kernel.Hosting;
using Hcos.Kernel.Layers;
using Microsoft.Extensions.Logging;

namespace Hcos.Ci2.Driving;

/// <summary>Answers <see cref="DriverCall"/>s over real drivers.</summary>
internal sealed class DriverEffects(
    DriverPool drivers, ICredentialStore credentials, Ci2Options options, TimeProvider time, ILogger logger)
    : IEffectRunner, IInquiryRunner, IAsyncDisposable
{
    private readonly CallPipelines _pipelines = new(options, time);
    private readonly SweepCalls _sweeps = new(options, logger);
    private readonly WatchCalls _watches = new(options, time, logger);
    private readonly TaskCalls _tasks = new(time, logger);
    private readonly ConsoleCalls _consoles = new(drivers, time);
    private readonly UsageCalls _usages = new(drivers, time);

    public async Task<object> RunAsync(
        EffectStart start, IEffectContext context, CancellationToken cancellationToken)
    {
        drivers.Fence.Enter(context);
        try
        {
            return await AnswerAsync((DriverCall)start.Request, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception thrown) when (CallErrors.IsFailure(thrown))
        {
            var failed = CallErrors.Answer(thrown, wasSent: false, context.Now);
            Log.CallFailed(logger, $"{start.Stream}/{start.Key}", failed.Outcome.ToString(), failed.Reason);
            return failed;
        }
    }

    public async Task<object> AnswerAsync(object request, CancellationToken cancellationToken) => request switch
    {
        DriverCall.Usage usage => await _usages.ReadAsync(usage, cancellationToken).ConfigureAwait(false),
        _ => await _consoles.ReadAsync((DriverCall.Console)request, cancellationToken).ConfigureAwait(false),
    };

    public ValueTask DisposeAsync() => drivers.DisposeAsync();

    private async Task<DriverAnswer> AnswerAsync(
        DriverCall call, IEffectContext context, CancellationToken cancellationToken)
    {
        switch (call)
        {
            case DriverCall.Probe probe:
                return await OnAsync(
                    probe.Reach, lane => ProbeAsync(lane, context, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
            case DriverCall.Watch watch:
                return await OnAsync(
                    watch.Reach, lane => _watches.WatchAsync(lane, watch, context, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            case DriverCall.Sweep sweep:
                return await OnAsync(
                    sweep.Reach, lane => _sweeps.SweepAsync(lane, sweep, context, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            case DriverCall.Look look:
                return await OnAsync(
                    look.Reach, lane => TaskCalls.LookAsync(lane, look.Key, context, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            case DriverCall.Close close:
                return await OnAsync(
                    close.Reach, lane => TaskCalls.CloseAsync(lane, close, context, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            case DriverCall.Act act:
                return await OnAsync(
                    act.Reach, lane => _tasks.ActAsync(lane, act, context, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            case DriverCall.Test test:
                return await TestAsync(test, context, cancellationToken).ConfigureAwait(false);
            case DriverCall.Leave leave:
                await drivers.LeaveAsync(leave.Environment, cancellationToken).ConfigureAwait(false);
                return new DriverAnswer.LetGo();
            case DriverCall.ForgetCredential forget:
                await credentials.RemoveAsync(forget.Name, cancellationToken).ConfigureAwait(false);
                return new DriverAnswer.LetGo();
            default:
                throw new InvalidOperationException($"nobody knows how to answer {call.GetType().Name}");
        }
    }

    private async Task<DriverAnswer> OnAsync(
        Reach reach, Func<DriverLane, Task<DriverAnswer>> call, CancellationToken cancellationToken)
    {
        var lane = await drivers.UseAsync(reach, cancellationToken).ConfigureAwait(false);
        try
        {
            return await call(lane).ConfigureAwait(false);
        }
        finally
        {
            lane.EndUse();
        }
    }

    private static async Task<DriverAnswer> ProbeAsync(
        DriverLane lane, IEffectContext context, CancellationToken cancellationToken)
    {
        var at = context.Now;
        var status = await lane.Pipelines.Probe.ExecuteAsync(
            async token => await lane.Driver.ProbeAsync(token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        return Probed(status, lane.Driver, at);
    }

    private static DriverAnswer.Probed Probed(EnvironmentStatus status, IResourceDriver driver, DateTimeOffset at) =>
        new(status, driver is IEventDriver, at)
        {
            CallsPerLook = (driver as IEventDriver)?.CallsPerLook ?? 0,
            Abilities = AbilityWords.Of(driver.Capabilities),
        };

    private async Task<DriverAnswer> TestAsync(
        DriverCall.Test test, IEffectContext context, CancellationToken cancellationToken)
    {
        var at = context.Now;
        var driver = await drivers.CreateAsync(test.Address, cancellationToken).ConfigureAwait(false);
        await using (driver.ConfigureAwait(false))
        {
            var status = await _pipelines.Probe.ExecuteAsync(
                async token => await driver.ProbeAsync(token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
            return Probed(status, driver, at);
        }
    }
}
