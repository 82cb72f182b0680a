namespace Hcos.Ci2.Drivers;

/// <summary>
/// Takes every changing call away from a driver: what is left can probe, list, read and watch. A changing call ends as
/// <see cref="DriverFailure.Denied"/> without reaching the wrapped driver, and no changing ability is declared.
/// </summary>
public static class ObserveOnlyDriver
{
    /// <summary>What a refused call says.</summary>
    public const string Reason = "the environment is observe-only: register it with access 'manage' to change it";

    /// <summary>Wraps <paramref name="driver"/>, which the result owns and disposes of.</summary>
    public static IResourceDriver Wrap(IResourceDriver driver)
    {
        ArgumentNullException.ThrowIfNull(driver);
        return driver is IEventDriver events ? new ObservingEventDriver(driver, events) : new ObservingDriver(driver);
    }

    /// <summary>What is left of <paramref name="capabilities"/>.</summary>
    internal static DriverCapabilities WithoutChanges(DriverCapabilities capabilities) => capabilities with
    {
        Ensures = [],
        Abilities = [.. capabilities.Abilities.Where(ability => ability == DriverAbility.Events)],
    };

    /// <summary>The answer to every changing call.</summary>
    internal static DriverException Denied() => new(DriverFailure.Denied, Reason);
}
