using Hcos.Testing.OpenStack;
using Hcos.Testing.Platform;

namespace Hcos.System.OpenStack.Tests;

/// <summary>OpenStack's own command line, with the lab's administrator in a file that only we may read.</summary>
internal sealed class OpenStackClient : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"hcos-clouds-{Guid.CreateVersion7():n}.yaml");

    public OpenStackClient(OpenStackLab lab)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(_file, options);
        writer.Write(
            $$"""
            clouds:
              lab:
                region_name: {{lab.Region}}
                auth:
                  auth_url: {{lab.Identity}}
                  project_name: {{lab.Project}}
                  username: {{lab.UserName}}
                  password: {{lab.Password}}
                  user_domain_name: Default
                  project_domain_name: Default
            """);
    }

    public void Dispose() => File.Delete(_file);

    /// <summary>Runs one command to its end; its output.</summary>
    public Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) => Tool.RunAsync(
        "env",
        [
            $"OS_CLIENT_CONFIG_FILE={_file}", "PYTHONWARNINGS=ignore",
            "openstack", "--os-cloud", "lab", "--os-compute-api-version", "2.79", .. arguments,
        ],
        cancellationToken);
}
