using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>
/// A move, from wherever it is by now, within one call and with a connection to each side. What is next is decided by
/// <see cref="MoveSteps"/> from what both show; nothing is remembered (decision 0871).
/// </summary>
internal sealed class Moving(
    LibvirtClient source,
    LibvirtClient target,
    LibvirtInventory sourceInventory,
    LibvirtOptions options,
    LibvirtOffer offer)
{
    // Clear the target, wake the source, move, wake the target, release: more steps lead nowhere.
    private const int MostSteps = 6;

    private readonly TargetDisks _disks = new(options, offer);

    /// <summary>Ends the move in favour of the target.</summary>
    public void ToTarget()
    {
        var hasMoved = false;
        for (var steps = 0; steps < MostSteps; steps++)
        {
            var step = Look();
            if (step == MoveStep.Move && hasMoved) break;
            hasMoved |= step == MoveStep.Move;
            Take(step);
            if (step == MoveStep.Release) return;
        }

        throw new DriverException(DriverFailure.Uncertain, "the move does not come to an end");
    }

    /// <summary>Ends it in favour of the source, if that has the server.</summary>
    public void ToSource()
    {
        for (var steps = 0; steps < MostSteps; steps++)
        {
            var step = Look();
            if (step is MoveStep.WakeTarget or MoveStep.Release or MoveStep.Wait)
            {
                throw Refused("the source does not have the server any more");
            }

            if (step is not (MoveStep.ClearTarget or MoveStep.WakeSource or MoveStep.Twice))
            {
                CleanUp();
                return;
            }

            Take(step);
        }

        throw new DriverException(DriverFailure.Uncertain, "the move does not come to an end");
    }

    private void Take(MoveStep step)
    {
        switch (step)
        {
            case MoveStep.Missing:
                throw new DriverException(DriverFailure.Missing, "neither side has the server");
            case MoveStep.Stopped:
                throw Refused("the server does not run: only a running one is moved");
            case MoveStep.Twice:
                throw Refused("both sides have the server, and the target runs it");
            case MoveStep.Wait:
                throw new DriverException(DriverFailure.Uncertain, "the target has not given up what arrived in part");
            case MoveStep.ClearTarget:
                With(target, ClearTarget);
                break;
            case MoveStep.WakeSource:
                With(source, source.ResumeDomain);
                break;
            case MoveStep.Move:
                With(source, Move);
                break;
            case MoveStep.WakeTarget:
                With(target, target.ResumeDomain);
                break;
            default:
                Release();
                break;
        }
    }

    private MoveStep Look()
    {
        using var domain = source.FindDomain(offer.Uuid);
        if (domain is not null && source.ReadJob(domain) is not null)
        {
            throw new DriverException(DriverFailure.Uncertain, "the server is being moved or saved at this moment");
        }

        // The source first: what it has no process of by then gets none any more.
        var from = LibvirtMapping.PresenceOf(domain is null ? null : source.ReadDomain(domain));
        using var copy = target.FindDomain(offer.Uuid);
        return MoveSteps.Of(from, LibvirtMapping.PresenceOf(copy is null ? null : target.ReadDomain(copy)));
    }

    private void Move(DomainHandle domain)
    {
        if (!offer.IsShared) _disks.Make(source, target);
        var socket = $"{options.SocketFolder}/hcos-{Token.Draw()}";
        try
        {
            source.Move(domain, target, MoveOf(domain, socket));
        }
        catch (DriverException failed)
        {
            // The call has ended, so that what is seen now is how it ended: a cancelled one, too.
            if (Look() != MoveStep.Move) throw new DriverException(DriverFailure.Uncertain, failed.Message, failed);
            CleanUp();
            throw failed.Failure is DriverFailure.Uncertain or DriverFailure.Unavailable
                ? new DriverException(DriverFailure.Conflict, failed.Message, failed)
                : failed;
        }
        finally
        {
            // QEMU removes them, unless it was killed.
            File.Delete(socket);
            File.Delete($"{socket}-disks");
        }
    }

    private LibvirtMove MoveOf(DomainHandle domain, string socket)
    {
        var channel = $"unix://{socket}";
        var copied = offer.IsShared ? [] : offer.Disks.Where(disk => !disk.IsReadOnly).ToList();
        List<(string, string)> parameters =
        [
            ("migrate_uri", channel),
            ("destination_xml", LibvirtMapping.MovedXml(Described(domain, isDefinition: false), offer)),
            ("persistent_xml", LibvirtMapping.MovedXml(Described(domain, isDefinition: true), offer)),
            .. copied.Select(disk => ("migrate_disks", disk.Device)),
        ];
        if (copied.Count > 0) parameters.Add(("disks_uri", $"{channel}-disks"));
        return new(parameters, copied.Count > 0, offer.IsShared && options.TrustsWitness);
    }

    private string Described(DomainHandle domain, bool isDefinition) => source.MovableXml(domain, isDefinition)
        ?? throw new DriverException(DriverFailure.Missing, "the server is not there");

    private void ClearTarget(DomainHandle copy)
    {
        target.UndefineDomain(copy);
        if (target.IsActive(copy)) target.DestroyDomain(copy);
    }

    /// <summary>The source has the server: what was made for the move goes.</summary>
    private void CleanUp()
    {
        RemoveWitnesses();
        if (offer.IsShared) return;
        using var copy = target.FindDomain(offer.Uuid);
        if (copy is null) _disks.Remove(target);
    }

    private void RemoveWitnesses()
    {
        using var pool = source.FindPool(options.DiskPool);
        if (pool is not null) Departures.RemoveWitnesses(source, pool, offer.Uuid);
    }

    /// <summary>The definition first: a repeat finds nothing that could start, and removes what is left.</summary>
    private void Release()
    {
        using (var domain = source.FindDomain(offer.Uuid))
        {
            if (domain is not null) source.UndefineDomain(domain);
        }

        RemoveWitnesses();
        if (!offer.IsShared) _disks.Remove(source);
        new LibvirtConsole(source, sourceInventory, options).Delete(offer.Uuid);
    }

    private void With(LibvirtClient side, Action<DomainHandle> change)
    {
        // One that vanished meanwhile is found out by the next look.
        using var domain = side.FindDomain(offer.Uuid);
        if (domain is not null) change(domain);
    }

    private static DriverException Refused(string why) => new(DriverFailure.Conflict, why);
}
