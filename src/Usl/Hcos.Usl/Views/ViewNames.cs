namespace Hcos.Usl.Views;

/// <summary>The views of USL.</summary>
internal static class ViewNames
{
    /// <summary>The set that all of them belong to. A changed projection gets a new set.</summary>
    public const string Set = "usl-1";

    public const string Environments = "environments";
    public const string Resources = "resources";
    public const string Bindings = "bindings";
    public const string Servers = "servers";
    public const string Systems = "systems";
    public const string Operations = "operations";
    public const string Placements = "placements";
    public const string Credentials = "credentials";
    public const string Principals = "principals";
    public const string Traces = "traces";
}
