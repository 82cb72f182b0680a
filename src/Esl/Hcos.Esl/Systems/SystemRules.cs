using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Deciding;

namespace Hcos.Esl.Systems;

/// <summary>What a business system may look like; every refusal names the field and says what is allowed.</summary>
internal static class SystemRules
{
    public static Decision? Check(string name, SystemSpec spec, EslOptions options)
    {
        if (!ResourceNames.IsValid(name))
        {
            return Decision.Refuse("invalid-name", $"metadata.name: a name has {ResourceNames.Rule}");
        }

        if (spec.Components.Count is 0 || spec.Components.Count > options.MostComponents)
        {
            return Invalid("spec.components", $"1 to {options.MostComponents} components");
        }

        for (var index = 0; index < spec.Components.Count; index++)
        {
            var component = spec.Components[index];
            if (Check(name, component, $"spec.components[{index}]", options) is { } refusal) return refusal;
            if (spec.Components.Take(index).Any(former => former.Name == component.Name))
            {
                return Invalid($"spec.components[{index}].name", $"'{component.Name}' is used twice");
            }
        }

        return CheckDependencies(spec);
    }

    private static Decision? Check(string system, ComponentSpec component, string field, EslOptions options)
    {
        if (!ResourceNames.IsValid(component.Name)) return Invalid($"{field}.name", ResourceNames.Rule);
        var longest = $"{system}-{component.Name}-99999".Length;
        if (longest > ResourceNames.LongestName)
        {
            return Invalid(
                $"{field}.name", $"with the system's name it is {longest - ResourceNames.LongestName} too long");
        }

        if (component.Count < 0 || component.Count > options.MostInstances)
        {
            return Invalid($"{field}.count", $"0 to {options.MostInstances} instances, not {component.Count}");
        }

        return CheckServer(component, field)
            ?? (component.Health is { } health ? Check(health, $"{field}.health") : null);
    }

    /// <summary>What would be refused of every server of it is refused before the first is made.</summary>
    private static Decision? CheckServer(ComponentSpec component, string field) => component switch
    {
        { Vcpus: < 1 or > ServerLimits.MostVcpus } =>
            Invalid($"{field}.size.vcpus", $"1 to {ServerLimits.MostVcpus}, not {component.Vcpus}"),
        { MemoryBytes: < ServerLimits.LeastMemoryBytes or > ServerLimits.MostMemoryBytes } => Invalid(
            $"{field}.size.memory",
            $"{ServerLimits.LeastMemoryBytes} to {ServerLimits.MostMemoryBytes} bytes, not {component.MemoryBytes}"),
        { DiskBytes: < 0 or > ServerLimits.MostDiskBytes } => Invalid(
            $"{field}.size.disk",
            $"0 (as large as the image) to {ServerLimits.MostDiskBytes} bytes, not {component.DiskBytes}"),
        { Image: { } image } when !ServerLimits.IsPlatformName(image) =>
            Invalid($"{field}.image", $"1 to {ServerLimits.LongestPlatformName} characters"),
        { Network: { } network } when !ServerLimits.IsPlatformName(network) =>
            Invalid($"{field}.network", $"1 to {ServerLimits.LongestPlatformName} characters"),
        { UserData: { } data } when !ServerLimits.IsUserData(data) =>
            Invalid($"{field}.userData", $"at most {ServerLimits.MostUserDataBytes} bytes of UTF-8"),
        _ => null,
    };

    private static Decision? Check(HealthSpec health, string field)
    {
        if (health.Port is < 1 or > 65_535) return Invalid($"{field}.port", "1 to 65535");
        if (!HealthSpec.IsPath(health.Path))
        {
            return Invalid($"{field}.path", "a path that begins with /, without blanks");
        }

        if (health.IntervalSeconds is < 1 or > 3_600) return Invalid($"{field}.intervalSeconds", "1 to 3600");
        if (health.TimeoutSeconds is < 1 or > 60) return Invalid($"{field}.timeoutSeconds", "1 to 60");
        if (health.FailuresToUnhealthy is < 1 or > 100) return Invalid($"{field}.failuresToUnhealthy", "1 to 100");
        return health.StartSeconds is < 1 or > 3_600 ? Invalid($"{field}.startSeconds", "1 to 3600") : null;
    }

    private static Decision? CheckDependencies(SystemSpec spec)
    {
        var started = new List<string>();
        var waiting = spec.Components.ToList();
        foreach (var component in waiting)
        {
            var unknown = component.DependsOn.FirstOrDefault(
                name => spec.Components.All(other => other.Name != name));
            if (unknown is not null)
            {
                return Invalid($"{component.Name}.dependsOn", $"there is no component '{unknown}'");
            }
        }

        while (waiting.Find(component => component.DependsOn.All(started.Contains)) is { } next)
        {
            started.Add(next.Name);
            waiting.Remove(next);
        }

        return waiting.Count == 0
            ? null
            : Invalid("dependsOn", $"{string.Join(", ", waiting.Select(c => c.Name))} wait for each other");
    }

    private static Decision Invalid(string field, string allowed) =>
        Decision.Refuse("invalid-system", $"{field}: {allowed}");
}
