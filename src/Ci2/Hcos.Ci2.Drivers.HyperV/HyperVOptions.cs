using Hcos.Ci2.Drivers.Http;

namespace Hcos.Ci2.Drivers.HyperV;

/// <summary>Names and bounds of the driver.</summary>
internal sealed record HyperVOptions
{
    /// <summary>How long a request may take, from its first byte to the last byte of its answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may take to come about.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a job of the host is waited for; after that its end is uncertain.</summary>
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a watch rests between two looks at all machines: what somebody else does is told within this and the
    /// time of one request.
    /// </summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether the host is asked to tell of changes of state by itself, so that the next look comes at once. Looks go
    /// on whether it does or not.
    /// </summary>
    public bool Subscribes { get; init; } = true;

    /// <summary>How often the host itself is to look for what it tells.</summary>
    public TimeSpan EventsWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that the host keeps a question for events; shorter than a request may take.</summary>
    public TimeSpan LongestPull { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a subscription lasts, however much is pulled; then the host is subscribed to anew.</summary>
    public TimeSpan SubscriptionLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The wait before the next try, where a subscription was refused or did not last.</summary>
    public TimeSpan SubscribeAgain { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a subscription has to have worked for the next one to follow at once. A host that ends each as soon as
    /// it began is so asked no oftener than one that grants none.
    /// </summary>
    public TimeSpan SubscriptionWorked =>
        SubscriptionLife / 2 < SubscribeAgain ? SubscriptionLife / 2 : SubscribeAgain;

    /// <summary>The longest that the end of a watch waits for the host to end the subscription.</summary>
    public TimeSpan LongestFarewell { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The shortest time between two looks, however much the host tells.</summary>
    public TimeSpan ShortestLook { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The first pause between two looks at a job; each next one is twice as long.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest pause between two looks at a job.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Requests under way at a time; a host serves a small number of each user.</summary>
    public int RequestsAtOnce { get; init; } = 8;

    /// <summary>Requests that may wait for their turn; more end as unavailable.</summary>
    public int MostWaiting { get; init; } = 1000;

    /// <summary>Items asked for in one answer of an enumeration.</summary>
    public int ItemsAtOnce { get; init; } = 250;

    /// <summary>The most items of one enumeration.</summary>
    public int MostItems { get; init; } = 200_000;

    /// <summary>The largest answer asked for, in bytes; hosts have this limit by themselves.</summary>
    public int EnvelopeSize { get; init; } = 512_000;

    /// <summary>The largest answer read, in bytes.</summary>
    public int LargestAnswer { get; init; } = 16 << 20;

    /// <summary>The longest message of the host that is passed on, in characters.</summary>
    public int LongestMessage { get; init; } = 300;

    /// <summary>The largest user data, in bytes: it goes to the guest in pieces of a thousand characters.</summary>
    public int LargestUserData { get; init; } = 16 * 1024;

    /// <summary>The bounds of its requests.</summary>
    public HttpBounds Http => new(RequestTimeout, ConnectTimeout, RequestsAtOnce, MostWaiting, LargestAnswer);
}
