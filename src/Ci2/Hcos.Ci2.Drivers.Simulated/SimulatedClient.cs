using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Ci2.Drivers.Simulated.Wire;

namespace Hcos.Ci2.Drivers.Simulated;

/// <summary>
/// One connection over the simulated wire. A request that was sent goes its way whether or not somebody still waits
/// for the answer: giving up does not call it back.
/// </summary>
internal sealed class SimulatedClient(
    SimulatedEstate estate, TimeProvider time, Func<CancellationToken, Task>? beforeChange, CallCounter calls)
{
    public SimulatedEstate Estate => estate;

    /// <summary>Runs a driver call to its end, or throws what the seam promises.</summary>
    public async Task RunAsync(DriverRun run, CancellationToken cancellationToken)
    {
        while (await StepAsync(run, cancellationToken))
        {
        }
    }

    /// <summary>Sends one native call of <paramref name="run"/>; false when the run has ended well.</summary>
    public async Task<bool> StepAsync(DriverRun run, CancellationToken cancellationToken)
    {
        if (run.Current is { } call)
        {
            await SendAsync(run, call, cancellationToken);
        }

        return run.Failure is { } failure ? throw failure : run.Current is not null;
    }

    private async Task SendAsync(DriverRun run, PlatformCall call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            GiveUp(run, sent: false, cancellationToken);
            return;
        }

        if (call.Changes && !await MayChangeAsync(run, cancellationToken)) return;

        var answer = new TaskCompletionSource<PlatformAnswer?>();
        if (!estate.Wire.TryWait(answer))
        {
            run.Broke(sent: false, SimulatedErrors.CutOff);
            return;
        }

        calls.Count();
        _ = DeliverAsync(call, answer);
        using var cancelled = cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        try
        {
            if (await answer.Task is { } said)
            {
                run.Answered(said);
            }
            else
            {
                run.Broke(sent: true, SimulatedErrors.CutOff);
            }
        }
        catch (OperationCanceledException)
        {
            GiveUp(run, sent: true, cancellationToken);
        }
        finally
        {
            estate.Wire.EndWait(answer);
        }
    }

    /// <summary>The last look before something changes; what was sent before it is not called back.</summary>
    private async Task<bool> MayChangeAsync(DriverRun run, CancellationToken cancellationToken)
    {
        if (beforeChange is null) return true;
        try
        {
            await beforeChange(cancellationToken);
            return true;
        }
        catch (DriverException lost)
        {
            run.Broke(sent: false, lost.Message);
        }
        catch (OperationCanceledException)
        {
            GiveUp(run, sent: false, cancellationToken);
        }

        return false;
    }

    /// <summary>A cancelled call is cancelled if nothing that changes is on its way, and uncertain otherwise.</summary>
    private static void GiveUp(DriverRun run, bool sent, CancellationToken cancellationToken)
    {
        run.Broke(sent, "cancelled half-way");
        if (!run.MayHaveChanged)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task DeliverAsync(PlatformCall call, TaskCompletionSource<PlatformAnswer?> answer)
    {
        var cuts = estate.Wire.Cuts;
        try
        {
            await TravelAsync(TimeSpan.Zero);
            if (!await estate.Wire.PassAsync(call, PassagePoint.BeforeEffect, cuts, CancellationToken.None))
            {
                return;
            }

            await ActAsync(call, estate.Wire.TakeFault(call), cuts, answer);
        }
        catch (Exception defect)
        {
            answer.TrySetException(defect);
        }
    }

    private async Task ActAsync(
        PlatformCall call, SimulatedFault? fault, int cuts, TaskCompletionSource<PlatformAnswer?> answer)
    {
        if (fault is SimulatedFault.Hang)
        {
            return;
        }

        var said = fault is SimulatedFault.Fail fail
            ? new PlatformAnswer.Refused(fail.Failure, "as the test wanted")
            : estate.Apply(call);
        var isPassed = await estate.Wire.PassAsync(call, PassagePoint.AfterEffect, cuts, CancellationToken.None);
        if (!isPassed || fault is SimulatedFault.ActAndHang)
        {
            return;
        }

        await TravelAsync(fault is SimulatedFault.AnswerLate late ? late.By : TimeSpan.Zero);
        answer.TrySetResult(fault is SimulatedFault.ActAndLoseAnswer ? null : said);
    }

    private Task TravelAsync(TimeSpan longer)
    {
        var latency = estate.DrawLatency() + longer;
        return latency > TimeSpan.Zero ? Task.Delay(latency, time, CancellationToken.None) : Task.CompletedTask;
    }
}
