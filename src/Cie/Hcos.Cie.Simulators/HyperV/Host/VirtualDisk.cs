using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>A virtual hard disk in a file of the host.</summary>
/// <param name="Path">The file.</param>
/// <param name="Type">2 fixed, 3 dynamic, 4 differencing.</param>
/// <param name="MaxInternalSize">The size that a machine sees, in bytes.</param>
/// <param name="ParentPath">The disk that it holds differences from, or null.</param>
/// <param name="FileSize">The space that it takes, in bytes.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record VirtualDisk(
    string Path, int Type, long MaxInternalSize, string? ParentPath, long FileSize, DateTimeOffset CreatedAt)
{
    public const int Dynamic = 3;
    public const int Differencing = 4;

    /// <summary>The letter that was written to it; null when it holds what its parent holds.</summary>
    public char? Letter { get; init; }

    /// <summary>Whether its content is damaged.</summary>
    public bool IsBroken { get; init; }

    /// <summary>The disk in the words of Hyper-V.</summary>
    public CimInstance AsSettings() => new CimInstance("Msvm_VirtualHardDiskSettingData")
        .Set("InstanceID", Path)
        .Set("Path", Path)
        .Set("Type", Type)
        .Set("Format", 3)
        .Set("MaxInternalSize", MaxInternalSize)
        .Set("ParentPath", ParentPath is null ? [] : [ParentPath])
        .Set("BlockSize", 32 << 20)
        .Set("LogicalSectorSize", 512)
        .Set("PhysicalSectorSize", 4096);

    /// <summary>The file in the words of Windows.</summary>
    public CimInstance AsFile() => WindowsFile.At(Path)
        .Set("FileSize", FileSize)
        .Set("CreationDate", CreatedAt)
        .Set("Writeable", true);
}
