namespace Hcos.System.Conformance;

/// <summary>One infrastructure, as whoever works on it past HCOS sees it.</summary>
public interface IPlace : IAsyncDisposable
{
    /// <summary>The environment that it is registered as.</summary>
    string Environment { get; }

    /// <summary>The image that its servers are made from.</summary>
    string Image { get; }

    /// <summary>
    /// Names of its servers, each with <c>running</c>, <c>paused</c>, <c>suspended</c> or <c>off</c>.
    /// </summary>
    Task<IReadOnlyDictionary<string, string>> ServersAsync(CancellationToken cancellationToken);

    /// <summary>Somebody makes a server by hand, and does not start it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="madeFor">The server of HCOS that it says it is, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task MakeAsync(string name, Guid? madeFor, CancellationToken cancellationToken);
}
