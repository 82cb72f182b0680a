namespace Hcos.Ci2.Drivers.Libvirt.Moves;

/// <summary>What the figures of a domain's job (<c>virDomainGetJobStats</c>) say of a move. Pure.</summary>
internal static class MoveJob
{
    // VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT
    private const long Outgoing = 5;

    /// <summary>How far a move has come; null when the job is another one, or none.</summary>
    public static MigrationProgress? Progress(IReadOnlyDictionary<string, long>? job)
    {
        if (job is null || job.GetValueOrDefault("operation") != Outgoing) return null;
        var total = job.GetValueOrDefault("data_total");
        return new(
            total,
            Math.Clamp(job.GetValueOrDefault("data_remaining"), 0, total),
            TimeSpan.FromMilliseconds(job.GetValueOrDefault("time_elapsed")));
    }
}
