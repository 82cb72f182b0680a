using Hcos.Contracts.Bsl;

namespace Hcos.Usl.Views;

/// <summary>Why a server is where it is.</summary>
/// <param name="Id">The server.</param>
/// <param name="Name">Its name.</param>
/// <param name="Round">From 1; a stale claim leads to another round.</param>
/// <param name="At">Journal time of the decision.</param>
/// <param name="Decision">The decision with everything it rests on.</param>
internal sealed record PlacementView(
    ServerId Id, string Name, int Round, DateTimeOffset At, PlacementDecision Decision);
