using System.Collections.Frozen;

namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>What Nova begins to do with a server that is there.</summary>
internal sealed partial class Cloud
{
    private static readonly FrozenDictionary<string, (string Work, string[] From)> Simple =
        new Dictionary<string, (string Work, string[] From)>
        {
            ["start"] = (Works.PoweringOn, [VmStates.Stopped]),
            ["stop"] = (Works.PoweringOff, [VmStates.Active, VmStates.Error]),
            ["soft reboot"] = (Works.Rebooting, [VmStates.Active]),
            ["reboot"] = (
                Works.RebootingHard,
                [VmStates.Active, VmStates.Stopped, VmStates.Paused, VmStates.Suspended, VmStates.Error]),
            ["pause"] = (Works.Pausing, [VmStates.Active]),
            ["unpause"] = (Works.Unpausing, [VmStates.Paused]),
            ["suspend"] = (Works.Suspending, [VmStates.Active]),
            ["resume"] = (Works.Resuming, [VmStates.Suspended]),
            ["confirmResize"] = (Works.Confirming, [VmStates.Resized]),
            ["revertResize"] = (Works.Reverting, [VmStates.Resized]),
            ["resize"] = (Works.Resizing, [VmStates.Active, VmStates.Stopped]),
            ["rebuild"] = (Works.Rebuilding, [VmStates.Active, VmStates.Stopped, VmStates.Error]),
            ["createImage"] = (
                Works.Snapshot, [VmStates.Active, VmStates.Stopped, VmStates.Paused, VmStates.Suspended]),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Begins something.</summary>
    /// <param name="instance">The server.</param>
    /// <param name="action">Nova's word for it.</param>
    public Instance Act(Instance instance, string action)
    {
        var (work, from) = Simple[action];
        if (instance.Work == Works.Confirming && work is (Works.Confirming or Works.Reverting))
        {
            throw RefusedException.Invalid("Instance has not been resized.");
        }

        if (instance.Work is not null)
        {
            throw Cannot(action, instance, $"task_state {instance.TaskState ?? instance.Work}");
        }

        if (!from.Contains(instance.VmState)) throw Cannot(action, instance, $"vm_state {instance.VmState}");
        return Put(instance with { Work = work, DueAt = Now + _options.TransitionTime, Updated = Now });
    }

    /// <summary>Begins to give a server other sizes.</summary>
    public void Resize(Instance instance, string flavor)
    {
        var wanted = FindFlavor(flavor);
        if (wanted.Id == instance.Flavor.Id)
        {
            throw RefusedException.Invalid("When resizing, instances must change flavor!");
        }

        if (wanted.Gibibytes < instance.Flavor.Gibibytes)
        {
            throw RefusedException.Invalid("Flavor's disk is too small for the root disk of the instance.");
        }

        Put(Act(instance, "resize") with { OtherFlavor = wanted, Fault = null });
    }

    /// <summary>Begins to make an image of a server; answers the image.</summary>
    public CloudImage Snapshot(Instance instance, string name, IReadOnlyDictionary<string, string> properties)
    {
        var acting = Act(instance, "createImage");
        var id = NextId();
        Put(acting with { OtherImage = id });
        return _images[id] = new(id, name, instance.ProjectId, "queued", Now, Now)
        {
            Bytes = instance.Flavor.Gibibytes << 30,
            MinDisk = instance.Flavor.Gibibytes,
            OfServer = instance.Id,
            Properties = properties,
        };
    }

    /// <summary>Begins to make a server anew from an image.</summary>
    public Instance Rebuild(Instance instance, string image)
    {
        var from = FindImage(image, instance.Flavor);
        return Put(Act(instance, "rebuild") with { OtherImage = from.Id });
    }

    /// <summary>Begins to remove a server, whatever it does.</summary>
    public void Delete(Instance instance)
    {
        if (instance.Work == Works.Deleting) return;
        Put(instance with { Work = Works.Deleting, DueAt = Now + _options.TransitionTime, Updated = Now });
    }

    /// <summary>Changes what people wrote about a server.</summary>
    public Instance Describe(Instance instance, Func<Instance, Instance> change) =>
        Put(change(instance) with { Updated = Now });

    private static RefusedException Cannot(string action, Instance instance, string why) =>
        RefusedException.Conflict($"Cannot '{action}' instance {instance.Id} while it is in {why}");
}
