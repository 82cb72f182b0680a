using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using System.Text.RegularExpressions;
using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Words;

/// <summary>
/// The layers that people build on speak one language: no word of any platform stands in what they are compiled to,
/// neither as an identifier nor in a text.
/// </summary>
public sealed partial class PlatformWordTests
{
    /// <summary>The projects that must not know any platform.</summary>
    private static readonly string[] Projects =
        ["Hcos.Bsl", "Hcos.Bsl.Placement", "Hcos.Esl", "Hcos.Usl", "Hcos.Usl.CommandLine"];

    /// <summary>Words of platforms, their parts and their tools, in lower case.</summary>
    private static readonly HashSet<string> Platforms =
    [
        "libvirt", "virsh", "kvm", "qemu", "qcow2", "domain xml",
        "hyperv", "hyper v", "vhdx", "vhd", "wmi", "msvm", "winrm", "wsman",
        "openstack", "open stack", "nova", "neutron", "glance", "cinder", "keystone", "flavor",
        "vsphere", "v sphere", "vcenter", "vmware", "esxi", "vmdk",
        "ec2", "aws", "azure", "gcp", "cloudstack", "xen", "xenserver", "proxmox", "nutanix",
        "podman", "docker", "containerd", "lxc", "libvirtd", "hypervisor", "checkpoint",
    ];

    public static TheoryData<string> AllProjects => [.. Projects];

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void No_word_of_a_platform_is_compiled_into(string project)
    {
        using var assembly = CompiledAssembly.Open(project);

        Violations.None(
            from text in Texts(assembly.Reader)
            from word in WordsOf(text)
            where IsOfPlatform(word)
            select $"{project} has '{word}' in '{text}'");
    }

    [Theory]
    [InlineData("LibvirtDriver", "libvirt")]
    [InlineData("environments show lab-kvm", "kvm")]
    [InlineData("IsHyperV", "hyper v")]
    [InlineData("a Hyper-V host", "hyper v")]
    [InlineData("nova-server-json", "nova")]
    [InlineData("OpenStackMapping", "open stack")]
    [InlineData("EC2", "ec2")]
    [InlineData("LargestFlavors", "flavors")]
    [InlineData("several checkpoints", "checkpoints")]
    public void A_word_is_found_however_it_is_written(string text, string word) =>
        Assert.Contains(word, WordsOf(text).Where(IsOfPlatform));

    [Theory]
    [InlineData("innovation")]
    [InlineData("Unavailable")]
    [InlineData("hyperlink")]
    public void What_only_looks_like_one_is_none(string text) =>
        Assert.DoesNotContain(WordsOf(text), IsOfPlatform);

    /// <summary>One or several of them.</summary>
    private static bool IsOfPlatform(string word) =>
        Platforms.Contains(word) || (word.EndsWith('s') && Platforms.Contains(word[..^1]));

    /// <summary>All that is a text in an assembly: identifiers, literals, and what stands in attributes.</summary>
    private static IEnumerable<string> Texts(MetadataReader reader)
    {
        var name = reader.GetNextHandle(default(StringHandle));
        for (; !name.IsNil; name = reader.GetNextHandle(name)) yield return reader.GetString(name);

        var text = reader.GetNextHandle(default(UserStringHandle));
        for (; !text.IsNil; text = reader.GetNextHandle(text)) yield return reader.GetUserString(text);

        foreach (var handle in reader.CustomAttributes)
        {
            yield return Encoding.UTF8.GetString(reader.GetBlobBytes(reader.GetCustomAttribute(handle).Value));
        }
    }

    /// <summary>The words of a text, and each two that follow one another.</summary>
    private static IEnumerable<string> WordsOf(string text)
    {
        var words = Word().Matches(text).Select(match => match.Value.ToLowerInvariant()).ToList();
        return words.Concat(words.Zip(words.Skip(1), (one, other) => $"{one} {other}"));
    }

    [GeneratedRegex("[A-Z]+[0-9]+(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+[0-9]*|[0-9]+")]
    private static partial Regex Word();
}
