using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>A file in the words of Windows, which keeps the names of files in lower case here.</summary>
internal static class WindowsFile
{
    /// <summary>The service that manages machines: clients tell the version of Hyper-V by it.</summary>
    public static CimInstance ManagementService(string version) => At(@"C:\Windows\System32\vmms.exe")
        .Set("Version", version)
        .Set("Manufacturer", "HCOS")
        .Set("System", true)
        .Set("Writeable", false);

    /// <summary>The file of that path.</summary>
    public static CimInstance At(string path)
    {
        var name = path.ToLowerInvariant();
        var file = name[(name.LastIndexOf('\\') + 1)..];
        return new CimInstance("CIM_DataFile")
            .Set("Name", name)
            .Set("Caption", name)
            .Set("Description", name)
            .Set("CreationClassName", "CIM_LogicalFile")
            .Set("Drive", name[..2])
            .Set("Path", name[2..(name.LastIndexOf('\\') + 1)])
            .Set("FileName", file[..file.LastIndexOf('.')])
            .Set("Extension", file[(file.LastIndexOf('.') + 1)..])
            .Set("Readable", true)
            .Set("Status", "OK");
    }
}
