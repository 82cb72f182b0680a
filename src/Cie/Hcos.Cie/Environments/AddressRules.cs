using Hcos.Contracts.Arml.Resources;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Deciding;

namespace Hcos.Cie.Environments;

/// <summary>What an environment's name and address must be like.</summary>
internal static class AddressRules
{
    /// <summary>Null when everything is right.</summary>
    public static Decision? Refusal(
        EnvironmentId environment, string name, EnvironmentAddress address, CieLookups lookups)
    {
        if (!ResourceNames.IsValid(name))
        {
            return Decision.Refuse("invalid-name", $"an environment's name is {ResourceNames.Rule}");
        }

        if (lookups.Kinds.FirstOrDefault(kind => kind.Name == address.Kind) is not { } known)
        {
            var names = string.Join(", ", lookups.Kinds.Select(kind => kind.Name).Order(StringComparer.Ordinal));
            return Decision.Refuse("unknown-kind", $"there is no such kind of environment; known are: {names}");
        }

        return Texts(address, lookups.Options) ?? Endpoint(address, known)
            ?? Uniqueness(environment, name, address, lookups);
    }

    private static Decision? Texts(EnvironmentAddress address, CieOptions options)
    {
        if (!Enum.IsDefined(address.Access))
        {
            return Decision.Refuse("invalid-access", "access is manage or observe-only");
        }

        if (address.Credential is { } credential && !ResourceNames.IsValid(credential))
        {
            return Decision.Refuse("invalid-credential", $"a credential's name is {ResourceNames.Rule}");
        }

        return address.Trust is { } trust && !IsPath(trust, options)
            ? Decision.Refuse("invalid-trust", "trust is the absolute path of a file of certificates")
            : null;
    }

    private static bool IsPath(string path, CieOptions options) =>
        path.Length <= options.LongestText && path.StartsWith('/') && !path.Any(char.IsControl);

    private static Decision? Endpoint(EnvironmentAddress address, EnvironmentKind kind)
    {
        if (kind.CheckEndpoint(address.Endpoint) is { } wrong)
        {
            return Decision.Refuse("invalid-endpoint", wrong);
        }

        var isOpen = address.Credential is not null
            && Uri.TryCreate(address.Endpoint, UriKind.Absolute, out var uri)
            && uri.Scheme == Uri.UriSchemeHttp
            && !uri.IsLoopback;
        return isOpen
            ? Decision.Refuse("insecure-endpoint", "plain http with a credential is for loopback only: use https")
            : null;
    }

    private static Decision? Uniqueness(
        EnvironmentId environment, string name, EnvironmentAddress address, CieLookups lookups)
    {
        if (lookups.HasName(name, environment))
        {
            return Decision.Refuse("duplicate-name", $"there is an environment {name} already: choose another name");
        }

        return lookups.NameAt(address.Kind, address.Endpoint, environment) is { } other
            ? Decision.Refuse("duplicate-endpoint", $"this endpoint is registered as {other} already")
            : null;
    }
}
