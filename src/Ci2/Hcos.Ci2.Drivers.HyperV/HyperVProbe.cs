using Hcos.Ci2.Drivers.HyperV.WsMan;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>
/// Who answers, and whether the account may use Hyper-V there. To be let in and to read what Windows says of itself
/// needs less: without this question a host without the role, or an account without the right, would pass.
/// </summary>
internal sealed class HyperVProbe(HyperVClient client, HyperVOptions options, string? userName)
{
    private const string WithoutRight = $"the account may not use {Names.Virtualization}: put it into the host's group "
        + "Hyper-V Administrators, and give it Enable Account and Remote Enable on that namespace";

    private const string SeesNothing = $"{Names.Virtualization} shows the account nothing: put it into the host's "
        + "group Hyper-V Administrators; if it is there, start the host's service vmms";

    private const string WithoutRole = $"the host has no {Names.Virtualization}: install the role Hyper-V on it, "
        + "of Windows Server 2012 R2 or later";

    /// <summary>Who answered, with which version and rights.</summary>
    /// <exception cref="DriverException">
    /// Denied, or missing, with what is to be done at the host: the right or the role is not there.
    /// </exception>
    public async Task<EnvironmentStatus> AskAsync(CancellationToken cancellationToken)
    {
        var product = await client.OneAsync("Win32_ComputerSystemProduct", cancellationToken).ConfigureAwait(false);
        var system = await client.OneAsync("Win32_OperatingSystem", cancellationToken).ConfigureAwait(false);
        // The last, so that a credential that is not accepted at all is not taken for one that lacks a right.
        await RequireHyperVAsync(cancellationToken).ConfigureAwait(false);
        return HyperVMapping.Status(product, system, userName);
    }

    private async Task RequireHyperVAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<WmiObject> services;
        try
        {
            services = await client.FindAsync("Msvm_VirtualSystemManagementService", null, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DriverException denied) when (denied.Failure == DriverFailure.Denied)
        {
            throw Exception(DriverFailure.Denied, $"{WithoutRight} ({denied.Message})");
        }
        catch (DriverException absent) when (absent.Failure is DriverFailure.Missing or DriverFailure.Invalid)
        {
            throw Exception(DriverFailure.Missing, $"{WithoutRole} ({absent.Message})");
        }

        // Hyper-V hides itself from whoever lacks the right instead of refusing: every listing would be empty.
        if (services.Count == 0) throw Exception(DriverFailure.Denied, SeesNothing);
    }

    private DriverException Exception(DriverFailure failure, string message) =>
        HyperVErrors.Exception(failure, message, options.LongestMessage);
}
