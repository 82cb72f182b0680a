namespace Hcos.Cie.Simulators.OpenStack.Clouds;

/// <summary>Security groups and floating addresses.</summary>
internal sealed partial class Cloud
{
    /// <summary>The name of the group that every project has from the beginning, and keeps.</summary>
    public const string DefaultGroup = "default";

    private const int MostFloatingAddresses = 250;

    /// <summary>All security groups: each project's own first one, and those that were made.</summary>
    public IEnumerable<SecurityGroup> SecurityGroups => Accounts
        .Select(account => account.ProjectId)
        .Distinct(StringComparer.Ordinal)
        .Select(DefaultOf)
        .Concat(_securityGroups.Values);

    /// <summary>All floating addresses.</summary>
    public IEnumerable<FloatingAddress> FloatingAddresses => _floatingAddresses.Values;

    /// <summary>The group that ports of a project have where nobody says otherwise.</summary>
    public static SecurityGroup DefaultOf(string project) => new(
        Identities.DashedOf("security-group", project),
        DefaultGroup,
        project,
        "Default security group",
        DateTimeOffset.UnixEpoch);

    /// <summary>Makes a security group.</summary>
    public SecurityGroup AddSecurityGroup(string name, string description, string project)
    {
        if (name == DefaultGroup)
        {
            throw new RefusedException(
                409, "SecurityGroupDefaultAlreadyExists", "Default security group already exists.");
        }

        if (SecurityGroups.Count(one => one.ProjectId == project) >= _options.MostSecurityGroups)
        {
            throw new RefusedException(409, "OverQuota", "Quota exceeded for resources: ['security_group'].");
        }

        var id = NextId();
        return _securityGroups[id] = new(id, name, project, description, Now);
    }

    /// <summary>Removes a security group.</summary>
    public void RemoveSecurityGroup(SecurityGroup group)
    {
        if (group.Name == DefaultGroup)
        {
            throw new RefusedException(
                409, "SecurityGroupCannotRemoveDefault", "Insufficient rights for removing default security group.");
        }

        _securityGroups.Remove(group.Id);
    }

    /// <summary>Makes a floating address; a port that it is to lead to is there.</summary>
    public FloatingAddress AddFloatingAddress(string network, string? port, string project)
    {
        if (Networks.FirstOrDefault(one => one.Id == network) is not { IsExternal: true })
        {
            throw new RefusedException(
                400, "BadRequest", $"Bad floatingip request: Network {network} is not a valid external network.");
        }

        var number = Enumerable.Range(1, MostFloatingAddresses)
            .Except(_floatingAddresses.Values.Where(one => one.NetworkId == network).Select(one => one.Number))
            .FirstOrDefault();
        if (number == 0)
        {
            throw new RefusedException(
                409, "IpAddressGenerationFailure", $"No more IP addresses available on network {network}.");
        }

        var id = NextId();
        return _floatingAddresses[id] = new(id, network, project, number, port);
    }

    /// <summary>Lets a floating address lead to a port, or to none.</summary>
    public FloatingAddress Lead(FloatingAddress address, string? port) =>
        _floatingAddresses[address.Id] = address with { PortId = port };

    /// <summary>Removes a floating address.</summary>
    public void RemoveFloatingAddress(FloatingAddress address) => _floatingAddresses.Remove(address.Id);

    // As Nova finds them: by name or identity, those of who asks.
    private void CheckGroups(IEnumerable<string> groups, string project)
    {
        foreach (var wanted in groups)
        {
            if (!SecurityGroups.Any(one => one.ProjectId == project && (one.Id == wanted || one.Name == wanted)))
            {
                throw RefusedException.Invalid($"Unable to find security_group with name or id '{wanted}'");
            }
        }
    }

    private void Disassociate(string port)
    {
        foreach (var one in _floatingAddresses.Values.Where(one => one.PortId == port).ToList()) Lead(one, null);
    }
}
