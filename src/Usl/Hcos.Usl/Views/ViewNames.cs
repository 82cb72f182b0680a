namespace Hcos.Usl.Views;

/// <summary>The views of USL.</summary>
internal static class ViewNames
{
    /// <summary>The set that all of them belong to. A changed projection gets a new set.</summary>
    public const string Set = "usl-3";

    /// <summary>Where all of them are built once more, to be compared.</summary>
    public const string RebuiltSet = Set + "-rebuilt";

    public const string Environments = "environments";
    public const string Resources = "resources";
    public const string Bindings = "bindings";
    public const string Servers = "servers";
    public const string Systems = "systems";
    public const string Operations = "operations";
    public const string Placements = "placements";
    public const string Credentials = "credentials";
    public const string Principals = "principals";
    public const string Streams = "streams";
    public const string Orphans = "orphans";
    public const string Adoptions = "adoptions";
    public const string Series = "series";
    public const string Reaps = "reaps";
    public const string Traces = "traces";

    /// <summary>What a row of a view is.</summary>
    public static Type RowOf(string view) => view switch
    {
        Environments => typeof(EnvironmentView),
        Resources => typeof(ResourceView),
        Bindings => typeof(BindingView),
        Servers => typeof(ServerView),
        Systems => typeof(SystemView),
        Operations => typeof(OperationView),
        Placements => typeof(PlacementView),
        Credentials => typeof(CredentialView),
        Principals => typeof(PrincipalView),
        Streams => typeof(StreamView),
        Orphans => typeof(OrphanView),
        Adoptions => typeof(AdoptionView),
        Series => typeof(SeriesView),
        Reaps => typeof(ReapView),
        _ => typeof(TraceView),
    };
}
