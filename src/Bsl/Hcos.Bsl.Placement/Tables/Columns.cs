using System.Runtime.Intrinsics;
using Hcos.Bsl.Placement.Scoring;

namespace Hcos.Bsl.Placement.Tables;

/// <summary>What is told of candidates, one row each, one array for each thing told.</summary>
internal sealed class Columns
{
    /// <summary>More than anybody asks for, with room for a sum.</summary>
    private const long Unlimited = long.MaxValue / 2;

    /// <summary>In place of a tenant's name.</summary>
    public const string Everybody = "";

    public Columns(int rows)
    {
        Length = Lanes.Padded(rows);
        (Vcpus, Memory) = (new(Length, Units.Whole), new(Length, Units.Mebibytes));
        (Disk, Ports) = (new(Length, Units.Mebibytes), new(Length, Units.Whole));
        (Abilities, Labels, Tenants, Images) = (new(Length), new(Length), new(Length), new(Length));
        Architectures = new(Length);
        MostLeft = new float[Lanes.Padded(Length / RowSet.WordRows)];
        Places = new(Length);
        (NotUsable, Maintenance, SeenAt) = (new(Length), new(Length), new int[Length]);
        (PricePerVcpu, PricePerGib) = (new float[Length], new float[Length]);
        (WattsPerVcpu, WattsToWake) = (new float[Length], new float[Length]);
    }

    /// <summary>How long every column is, rest included.</summary>
    public int Length { get; }

    public CapacityColumn Vcpus { get; }

    public CapacityColumn Memory { get; }

    public CapacityColumn Disk { get; }

    public CapacityColumn Ports { get; }

    /// <summary>Dimensions that people made up.</summary>
    public SortedDictionary<string, CapacityColumn> Further { get; } = new(StringComparer.Ordinal);

    public NameSets<string> Abilities { get; }

    public NameSets<(string Key, string Value)> Labels { get; }

    /// <summary>Who may place there; see <see cref="Everybody"/>.</summary>
    public NameSets<string> Tenants { get; }

    public NameSets<string> Images { get; }

    public NameSets<string> Architectures { get; }

    /// <summary>Clusters, pods and zones.</summary>
    public PlaceColumn Places { get; }

    public RowSet NotUsable { get; }

    public RowSet Maintenance { get; }

    public int[] SeenAt { get; }

    public float[] PricePerVcpu { get; }

    public float[] PricePerGib { get; }

    public float[] WattsPerVcpu { get; }

    /// <summary>What a host that runs nothing begins to draw with its first server.</summary>
    public float[] WattsToWake { get; }

    /// <summary>
    /// For each word of rows the most that any has free of processors or memory, whichever is scarcer there.
    /// </summary>
    public float[] MostLeft { get; }

    /// <summary>The highest price of a vcpu.</summary>
    public float MostPerVcpu { get; private set; }

    /// <summary>The highest price of a GiB.</summary>
    public float MostPerGib { get; private set; }

    /// <summary>The most that a host draws.</summary>
    public float MostWatts { get; private set; }

    /// <summary>Notes all that does not change with claims.</summary>
    public void Tell(int row, Candidate candidate, Candidate? former)
    {
        Vcpus.SetTotal(row, candidate.Total.Vcpus);
        Memory.SetTotal(row, candidate.Total.MemoryBytes);
        Disk.SetTotal(row, candidate.Total.DiskBytes);
        NotUsable[row] = !candidate.IsUsable;
        Maintenance[row] = candidate.IsInMaintenance;
        SeenAt[row] = candidate.SeenAt is { } seen ? Units.Seconds(seen) : int.MaxValue;
        Places.Set(row, candidate.Domains, isKnown: former is not null);
        if (former is not null) ForgetNames(row, former);
        TellNames(row, candidate);
        TellFurther(row, candidate);
        TellCosts(row, candidate);
    }

    /// <summary>Notes what is free.</summary>
    public void Tell(int row, Candidate candidate, in Claimed free)
    {
        Vcpus.SetFree(row, free.Amount.Vcpus);
        Memory.SetFree(row, free.Amount.MemoryBytes);
        Disk.SetFree(row, free.Amount.DiskBytes);
        Ports.SetFree(row, HasPorts(candidate) ? free.Of(Dimensions.Ports) : Unlimited);
        foreach (var (name, column) in Further) column.SetFree(row, free.Of(name));
        TellMost(row / RowSet.WordRows);
        var isIdle = free.Amount.Vcpus >= candidate.Total.Vcpus;
        WattsToWake[row] = isIdle ? candidate.Power.IdleWatts : 0f;
    }

    private void TellMost(int word)
    {
        var (vcpus, memory, most) = (new Left(Vcpus, 0), new Left(Memory, 0), Vector512<float>.Zero);
        for (var row = word * RowSet.WordRows; row < (word + 1) * RowSet.WordRows; row += Lanes.Count)
        {
            most = Vector512.Max(most, Vector512.Min(vcpus.Values(row), memory.Values(row)));
        }

        var largest = 0f;
        for (var lane = 0; lane < Lanes.Count; lane++) largest = Math.Max(largest, most[lane]);
        MostLeft[word] = largest;
    }

    private void TellNames(int row, Candidate candidate)
    {
        if (candidate.Architecture is { } architecture) Architectures.Add(row, architecture);
        foreach (var ability in candidate.Abilities) Abilities.Add(row, ability);
        foreach (var (key, value) in candidate.Labels) Labels.Add(row, (key, value));
        foreach (var image in candidate.HeldImages) Images.Add(row, image);
        if (candidate.Tenants is null) Tenants.Add(row, Everybody);
        else foreach (var tenant in candidate.Tenants) Tenants.Add(row, tenant);
    }

    private void ForgetNames(int row, Candidate former)
    {
        if (former.Architecture is { } architecture) Architectures.Remove(row, architecture);
        foreach (var ability in former.Abilities) Abilities.Remove(row, ability);
        foreach (var (key, value) in former.Labels) Labels.Remove(row, (key, value));
        foreach (var image in former.HeldImages) Images.Remove(row, image);
        if (former.Tenants is null) Tenants.Remove(row, Everybody);
        else foreach (var tenant in former.Tenants) Tenants.Remove(row, tenant);
    }

    private void TellFurther(int row, Candidate candidate)
    {
        foreach (var column in Further.Values) column.SetTotal(row, 0);
        Ports.SetTotal(row, 0);
        foreach (var (name, total) in candidate.Further)
        {
            ColumnOf(name).SetTotal(row, total);
        }
    }

    private CapacityColumn ColumnOf(string name)
    {
        if (name == Dimensions.Ports) return Ports;
        if (!Further.TryGetValue(name, out var column)) Further[name] = column = new(Length, Units.Whole);
        return column;
    }

    private void TellCosts(int row, Candidate candidate)
    {
        (PricePerVcpu[row], PricePerGib[row]) = (candidate.Price.PerVcpuHour, candidate.Price.PerGibHour);
        MostPerVcpu = Math.Max(MostPerVcpu, candidate.Price.PerVcpuHour);
        MostPerGib = Math.Max(MostPerGib, candidate.Price.PerGibHour);
        MostWatts = Math.Max(MostWatts, Math.Max(candidate.Power.PeakWatts, candidate.Power.IdleWatts));
        var range = Math.Max(candidate.Power.PeakWatts - candidate.Power.IdleWatts, 0f);
        WattsPerVcpu[row] = candidate.Total.Vcpus > 0 ? range / candidate.Total.Vcpus : 0f;
    }

    private static bool HasPorts(Candidate candidate)
    {
        foreach (var (name, _) in candidate.Further)
        {
            if (name == Dimensions.Ports) return true;
        }

        return false;
    }
}
