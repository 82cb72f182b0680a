using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.OpenStack;

/// <summary>Names and bounds of the driver.</summary>
internal sealed record OpenStackOptions
{
    /// <summary>The version of Nova's API that is spoken: that of Train (2019).</summary>
    public string Microversion { get; init; } = "2.79";

    /// <summary>The version of Placement's API that is spoken: that of Stein (2019).</summary>
    public string PlacementMicroversion { get; init; } = "1.29";

    /// <summary>How long a request may take, from its first byte to the last byte of its answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to bring the content of an image in.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a connection may take to come about.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a change that Nova accepted is waited for; after that its end is uncertain.</summary>
    public TimeSpan ChangeTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The first pause between two looks at a change; each next one is a fifth longer, so that an end is seen late by a
    /// sixth of the whole at the most.
    /// </summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>The longest pause between two looks at a change.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait that is granted to a service that says when to ask again.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a read is repeated that a service asked to send later.</summary>
    public int MostRepeats { get; init; } = 2;

    /// <summary>A token is renewed so long before it expires.</summary>
    public TimeSpan TokenMargin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How exactly Keystone knows when a token was made: one that takes the place of a refused one is not asked for
    /// before the refused one is so old.
    /// </summary>
    public TimeSpan TokenGrain { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The pause between two looks for changes, where no broker tells of them.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How far each look goes back behind the one before: what Nova wrote late, and clocks that differ between its
    /// machines, are within it.
    /// </summary>
    public TimeSpan PollOverlap { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the broker of the notifications and we tell each other that we are there.</summary>
    public TimeSpan BrokerHeartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Events that may wait to be taken; more end the watch, and the next one begins afresh.</summary>
    public int MostEvents { get; init; } = 20_000;

    /// <summary>Requests under way at a time.</summary>
    public int RequestsAtOnce { get; init; } = 8;

    /// <summary>Requests that may wait for their turn; more end as unavailable.</summary>
    public int MostWaiting { get; init; } = 1000;

    /// <summary>The most items of one listing.</summary>
    public int MostItems { get; init; } = 200_000;

    /// <summary>The largest answer read, in bytes.</summary>
    public int LargestAnswer { get; init; } = 32 << 20;

    /// <summary>The longest message of a service that is passed on, in characters.</summary>
    public int LongestMessage { get; init; } = 300;

    /// <summary>The largest user data, in bytes: Nova takes 65,535 characters of base64.</summary>
    public int LargestUserData { get; init; } = 49_149;

    /// <summary>The bounds of its requests.</summary>
    public HttpBounds Http => new(RequestTimeout, ConnectTimeout, RequestsAtOnce, MostWaiting, LargestAnswer);
}
