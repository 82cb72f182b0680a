using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Ci2;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// 2: where a platform gives ids, so that each create makes one more server: none is made beside one that could be
/// known of, none becomes whole beside another, and nobody is told that a server is made, or gone, while it is
/// half-made or there is another copy that could be known of: one that was there when the mark was looked for last.
/// </summary>
internal sealed class CopiesAreFound(PlatformWorld world) : Invariant
{
    /// <summary>What is on its way for so long at the most is undone by the removal, on plain platforms.</summary>
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(1.1);

    private readonly HashSet<string> _withPort = new(StringComparer.Ordinal);
    private readonly HashSet<string> _late = new(StringComparer.Ordinal);

    public override string Name => "2: copies are found";

    /// <summary>
    /// Whether something was made of a resource after whoever wanted it had given it up.
    /// </summary>
    public bool CameTooLate(string resource) => _late.Contains(resource);

    public override void Committed(RecordedEvent happened)
    {
        if (happened.Body is ResourceProvisioned { Object.State: ResourceState.Provisioning, Resource: var resource })
        {
            Violated($"{resource} is told to be made, and is being made", resource);
        }
    }

    public override void Acted(Estate estate, NativeCalls calls, PlatformCall call, PlatformAnswer answer)
    {
        switch (call)
        {
            case PlatformCall.CreateServer create:
                Created(estate, calls, create.Spec, answer);
                break;
            case PlatformCall.FinishServer finish when answer is PlatformAnswer.Done { Changed: true }:
                Finished(estate, calls, finish.Copy);
                break;
            case PlatformCall.MakeDisks { Spec.Id: var resource } when answer is PlatformAnswer.Done { Changed: true }:
                Late(estate, calls, resource.ToString());
                break;
            case PlatformCall.EnsurePort { Server: var resource } when answer is PlatformAnswer.Done { Changed: true }:
                Late(estate, calls, resource.ToString());
                break;
            case PlatformCall.DefineServer { Spec.Id: var resource }
                when answer is PlatformAnswer.Done { Changed: true }:
                Late(estate, calls, resource.ToString());
                break;
            default:
                break;
        }
    }

    public override void Ended(Estate estate, NativeCalls calls)
    {
        if (calls is not { Task: { } task, LookedAt: >= 0 }) return;
        // A second copy is reaped under an id of its own: the server that it is a copy of stays.
        var resource = task.Key?.NativeId ?? task.Resource.ToString();
        var copies = estate.Copies(resource);
        var left = task.Action switch
        {
            DriverAction.Ensure => copies.FirstOrDefault(copy => copy.IsMaking && Known(calls, copy)),
            DriverAction.Delete when _withPort.Contains(resource) => copies.Count > 0 ? copies[0] : null,
            DriverAction.Delete => copies.FirstOrDefault(copy => Known(calls, copy)),
            _ => null,
        };
        if (left is not null) Violated($"{task.Action} of {resource} is done, and there is {left}", resource, left.Id);
        if (copies.Count > 0 && task.Action == DriverAction.Ensure) world.Counts.Note("servers made that have a mark");
    }

    private void Created(Estate estate, NativeCalls calls, ResourceSpec spec, PlatformAnswer answer)
    {
        var resource = spec.Id.ToString();
        if (estate.Manners.HasPorts && spec.Server!.Network is not null) _withPort.Add(resource);
        var made = (answer as PlatformAnswer.Made)?.Id;
        foreach (var other in estate.Copies(resource).Where(copy => copy.Id != made && Known(calls, copy)))
        {
            Violated($"one more {resource} is made, and there is {other}", resource, other.Id);
        }

        world.Counts.Note(made is null ? "creates refused where the platform gives ids" : "servers given an id");
        if (made is not null) Late(estate, calls, resource);
    }

    private void Finished(Estate estate, NativeCalls calls, string finished)
    {
        var resource = estate.MadeFor(finished)!;
        foreach (var copy in estate.Copies(resource))
        {
            if (copy.Id == finished ? Known(calls, copy) : !Known(calls, copy)) continue;
            Violated($"{finished} becomes whole, and nobody looked for others: {copy}", resource, copy.Id);
        }
    }

    private void Late(Estate estate, NativeCalls calls, string resource)
    {
        if (!calls.IsOver || (!estate.Manners.PicksIds && world.Now - calls.SentAt <= InTime)) return;
        _late.Add(resource);
        world.Counts.Note("made too late");
    }

    private static bool Known(NativeCalls calls, ServerCopy copy) => calls.LookedAt < 0 || copy.Born <= calls.LookedAt;
}
