using System.Runtime.InteropServices;
using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>The wire: domains.</summary>
internal sealed unsafe partial class LibvirtClient
{
    private const uint StatsState = 1;
    private const uint StatsNoWait = 1u << 29;
    private const uint ListWithManagedSave = 1 << 8;
    private const uint XmlInactive = 1 << 1;
    private const uint ShutdownAcpi = 1 << 0;
    private const uint SaveRunning = 1 << 1;

    // Managed save, metadata of snapshots, NVRAM, metadata of checkpoints.
    private const uint UndefineAll = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 4);

    /// <summary>All domains in few round trips; those that vanish meanwhile are left out.</summary>
    public IReadOnlyList<DomainRecord> ListDomains()
    {
        BeginRead();
        var saved = DomainsWith(ListWithManagedSave);
        var kept = DomainsWith(ListWithSnapshots);
        var count = Check(LibvirtNative.virConnectGetAllDomainStats(
            _connect, StatsState, out var records, StatsNoWait));
        var domains = new List<DomainRecord>(count);
        try
        {
            for (var i = 0; i < count; i++)
            {
                BeginRead();
                var uuid = NativeText.Uuid(records[i]->Domain, &LibvirtNative.virDomainGetUUIDString);
                if (Text(LibvirtNative.virDomainGetXMLDesc(records[i]->Domain, 0), LibvirtErrors.NoDomain) is { } xml)
                {
                    var (state, reason) = StateOf(records[i]);
                    domains.Add(new(uuid, xml, state, reason, saved.Contains(uuid))
                    {
                        SnapshotXmls = kept.Contains(uuid) ? SnapshotXmls(uuid) : [],
                    });
                }
            }
        }
        finally
        {
            LibvirtNative.virDomainStatsRecordListFree(records);
        }

        return domains;
    }

    /// <summary>A domain by its UUID, or null.</summary>
    public DomainHandle? FindDomain(string uuid) =>
        Find(LibvirtNative.virDomainLookupByUUIDString(_connect, uuid), LibvirtErrors.NoDomain);

    /// <summary>UUID of the domain that has a name, or null.</summary>
    public string? FindDomainUuid(string name)
    {
        using var domain = Find(LibvirtNative.virDomainLookupByName(_connect, name), LibvirtErrors.NoDomain);
        return domain is null ? null : Uuid(domain);
    }

    /// <summary>Everything about one domain; null when it vanished.</summary>
    public DomainRecord? ReadDomain(DomainHandle domain)
    {
        BeginRead();
        if (DomainXml(domain, 0) is not { } xml)
        {
            return null;
        }

        if (Counted(LibvirtNative.virDomainGetState(domain, out var state, out var reason, 0)) < 0)
        {
            var error = LibvirtErrors.TakeLast();
            return error.Code == LibvirtErrors.NoDomain ? null : throw Failed(error);
        }

        var saved = Counted(LibvirtNative.virDomainHasManagedSaveImage(domain, 0));
        if (saved < 0)
        {
            // A transient domain can have none, and is told by an error.
            LibvirtNative.virResetLastError();
        }

        return new(Uuid(domain), xml, state, reason, saved == 1) { SnapshotXmls = SnapshotXmls(domain) };
    }

    /// <summary>How it is described now; null when it vanished.</summary>
    public string? ReadXml(DomainHandle domain) => DomainXml(domain, 0);

    /// <summary>What a domain uses; null when it vanished.</summary>
    public DomainInfo? ReadInfo(DomainHandle domain)
    {
        BeginRead();
        if (Counted(LibvirtNative.virDomainGetInfo(domain, out var info)) >= 0)
        {
            return new((ulong)info.Memory, info.CpuTime);
        }

        var error = LibvirtErrors.TakeLast();
        return error.Code == LibvirtErrors.NoDomain ? null : throw Failed(error);
    }

    /// <summary>The definition that the next start takes.</summary>
    public string? DefinitionXml(DomainHandle domain) => DomainXml(domain, XmlInactive);

    /// <summary>Makes or replaces a definition.</summary>
    public void DefineDomain(string xml)
    {
        BeginChange();
        using var domain = Check(LibvirtNative.virDomainDefineXMLFlags(_connect, xml, 0));
    }

    /// <summary>Removes the definition with all that belongs to it; a transient domain has none.</summary>
    public void UndefineDomain(DomainHandle domain)
    {
        BeginChange();
        Tolerate(Counted(LibvirtNative.virDomainUndefineFlags(domain, UndefineAll)));
    }

    /// <summary>Whether it has a process.</summary>
    public bool IsActive(DomainHandle domain) => Counted(LibvirtNative.virDomainIsActive(domain)) switch
    {
        >= 0 and var active => active == 1,
        _ => Tolerate(-1),
    };

    /// <summary>Takes the power away; one that is off already is left alone.</summary>
    public void DestroyDomain(DomainHandle domain)
    {
        BeginChange();
        Tolerate(Counted(LibvirtNative.virDomainDestroyFlags(domain, 0)));
    }

    public void StartDomain(DomainHandle domain) => Change(domain, &LibvirtNative.virDomainCreate);

    public void SuspendDomain(DomainHandle domain) => Change(domain, &LibvirtNative.virDomainSuspend);

    public void ResumeDomain(DomainHandle domain) => Change(domain, &LibvirtNative.virDomainResume);

    public void ResetDomain(DomainHandle domain)
    {
        BeginChange();
        Check(LibvirtNative.virDomainReset(domain, 0));
    }

    public void ShutDownDomain(DomainHandle domain)
    {
        BeginChange();
        Check(LibvirtNative.virDomainShutdownFlags(domain, ShutdownAcpi));
    }

    /// <summary>Writes the memory to disk, for the next start to go on from; whatever it did, it runs then.</summary>
    public void SaveMemory(DomainHandle domain)
    {
        BeginChange();
        Check(LibvirtNative.virDomainManagedSave(domain, SaveRunning));
    }

    public void ForgetSavedMemory(DomainHandle domain)
    {
        BeginChange();
        Check(LibvirtNative.virDomainManagedSaveRemove(domain, 0));
    }

    private static string Uuid(DomainHandle domain) =>
        Use(domain, pointer => NativeText.Uuid(pointer, &LibvirtNative.virDomainGetUUIDString));

    private static T Use<T>(SafeHandle handle, Func<nint, T> use)
    {
        var held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            return use(handle.DangerousGetHandle());
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }
    }

    private static (int State, int Reason) StateOf(VirDomainStatsRecord* record)
    {
        var (state, reason) = (0, 0);
        for (var i = 0; i < record->Count; i++)
        {
            var value = (int)record->Parameters[i].Value;
            switch (NativeText.Copy(record->Parameters[i].Field))
            {
                case "state.state":
                    state = value;
                    break;
                case "state.reason":
                    reason = value;
                    break;
            }
        }

        return (state, reason);
    }

    private string? DomainXml(DomainHandle domain, uint flags)
    {
        var xml = Use(domain, pointer => LibvirtNative.virDomainGetXMLDesc(pointer, flags));
        return Text(xml, LibvirtErrors.NoDomain);
    }

    private void Change(DomainHandle domain, delegate*<DomainHandle, int> change)
    {
        BeginChange();
        Check(change(domain));
    }

    // Taking away what is not there (any more) is what was wanted.
    private bool Tolerate(int answer)
    {
        if (answer < 0)
        {
            var error = LibvirtErrors.TakeLast();
            if (error.Code is not (LibvirtErrors.NoDomain or LibvirtErrors.OperationInvalid))
            {
                throw Failed(error);
            }
        }

        return false;
    }

    private HashSet<string> DomainsWith(uint what)
    {
        var count = Check(LibvirtNative.virConnectListAllDomains(_connect, out var array, what));
        var found = new HashSet<string>(count, StringComparer.Ordinal);
        foreach (var pointer in NativeText.TakeArray(array, count))
        {
            using var domain = new DomainHandle(pointer);
            found.Add(Uuid(domain));
        }

        return found;
    }

    private IReadOnlyList<string> SnapshotXmls(string uuid)
    {
        using var domain = FindDomain(uuid);
        return domain is null ? [] : SnapshotXmls(domain);
    }
}

/// <summary>A domain as the library tells it.</summary>
/// <param name="Uuid">Its UUID.</param>
/// <param name="Xml">Its description now, without what the library holds secret.</param>
/// <param name="State">A <c>virDomainState</c>.</param>
/// <param name="Reason">Why it is in that state.</param>
/// <param name="HasSavedMemory">Whether its memory is on disk for the next start.</param>
internal sealed record DomainRecord(string Uuid, string Xml, int State, int Reason, bool HasSavedMemory)
{
    /// <summary>The descriptions of its snapshots.</summary>
    public IReadOnlyList<string> SnapshotXmls { get; init; } = [];
}

/// <summary>What a domain uses.</summary>
/// <param name="MemoryKib">Memory that it has now, in KiB.</param>
/// <param name="CpuNanoseconds">Processor time since its start, in nanoseconds.</param>
internal readonly record struct DomainInfo(ulong MemoryKib, ulong CpuNanoseconds);
