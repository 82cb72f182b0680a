using Hcos.Ci2.Drivers.Libvirt.Connections;
using Hcos.Ci2.Drivers.Libvirt.Native;

namespace Hcos.Ci2.Drivers.Libvirt;

/// <summary>The wire: moving domains between two hosts.</summary>
internal sealed unsafe partial class LibvirtClient
{
    private const uint XmlSecure = 1 << 0;
    private const uint XmlMigratable = 1 << 3;

    private const uint MigrateLive = 1 << 0;
    private const uint MigratePersist = 1 << 3;
    private const uint MigratePaused = 1 << 5;
    private const uint MigrateAllDisks = 1 << 6;
    private const uint MigrateProtected = 1 << 8;
    private const uint MigrateUnsafe = 1 << 9;
    private const uint MigrateConverging = 1 << 13;

    /// <summary>How the host calls itself.</summary>
    public string HostName => Text(LibvirtNative.virConnectGetHostname(_connect));

    /// <summary>The same call at another host.</summary>
    public LibvirtClient At(LibvirtConnection other) => new(other, call, options, cancellationToken);

    /// <summary>The same call after the point from which giving it up half-way would leave a guest standing.</summary>
    public LibvirtClient ToTheEnd() => new(connection, call, options, CancellationToken.None);

    /// <summary>
    /// A description that another host takes, with all that is secret in it: it must not be shown. Null when the domain
    /// vanished.
    /// </summary>
    /// <param name="domain">Which.</param>
    /// <param name="isDefinition">What the next start takes, or else how it is now.</param>
    public string? MovableXml(DomainHandle domain, bool isDefinition) =>
        DomainXml(domain, XmlSecure | XmlMigratable | (isDefinition ? XmlInactive : 0));

    /// <summary>
    /// Moves a domain; it ends defined and paused at the target, and off here, or as it was. Blocks for as long as that
    /// takes.
    /// </summary>
    public void Move(DomainHandle domain, LibvirtClient target, LibvirtMove move)
    {
        BeginChange();
        VirTypedParameter* parameters = null;
        int count = 0, capacity = 0;
        try
        {
            foreach (var (name, value) in move.Parameters)
            {
                Check(LibvirtNative.virTypedParamsAddString(&parameters, &count, &capacity, name, value));
            }

            using var moved = Check(LibvirtNative.virDomainMigrate3(
                domain, target._connect, parameters, (uint)count, FlagsOf(move)));
        }
        finally
        {
            LibvirtNative.virTypedParamsFree(parameters, count);
        }
    }

    /// <summary>The figures of the job that a domain is in; null for none, or when it vanished.</summary>
    public IReadOnlyDictionary<string, long>? ReadJob(DomainHandle domain)
    {
        BeginRead();
        if (Counted(LibvirtNative.virDomainGetJobStats(domain, out var type, out var parameters, out var count, 0)) < 0)
        {
            var error = LibvirtErrors.TakeLast();
            return error.Code is LibvirtErrors.NoDomain or LibvirtErrors.OperationInvalid ? null : throw Failed(error);
        }

        try
        {
            var figures = new Dictionary<string, long>(count, StringComparer.Ordinal);
            for (var i = 0; i < count; i++)
            {
                figures[NativeText.Copy(parameters[i].Field)!] = parameters[i].Value;
            }

            return type == 0 ? null : figures;
        }
        finally
        {
            LibvirtNative.virTypedParamsFree(parameters, count);
        }
    }

    /// <summary>Ends the job that a domain is in; none is fine.</summary>
    public void AbortJob(DomainHandle domain)
    {
        BeginChange();
        Tolerate(Counted(LibvirtNative.virDomainAbortJob(domain)));
    }

    private static uint FlagsOf(LibvirtMove move) =>
        MigrateLive | MigratePersist | MigratePaused | MigrateProtected | MigrateConverging
        | (move.CopiesDisks ? MigrateAllDisks : 0)
        | (move.IsUnsafe ? MigrateUnsafe : 0);
}

/// <summary>How a domain is moved.</summary>
/// <param name="Parameters">The library's typed parameters, in order; may hold secrets.</param>
/// <param name="CopiesDisks">Whether the disks that the parameters name are copied along.</param>
/// <param name="IsUnsafe">Whether disks stay where they are although the library knows no shared storage there.</param>
internal sealed record LibvirtMove(
    IReadOnlyList<(string Name, string Value)> Parameters, bool CopiesDisks, bool IsUnsafe)
{
    /// <summary>Says nothing: descriptions hold secrets.</summary>
    public override string ToString() => nameof(LibvirtMove);
}
