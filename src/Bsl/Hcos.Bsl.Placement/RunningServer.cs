using Hcos.Contracts.Arml;

namespace Hcos.Bsl.Placement;

/// <summary>A server for rebalancing.</summary>
/// <param name="Id">Its name; the order of names decides ties.</param>
/// <param name="Host">Where it is.</param>
/// <param name="Demand">What it demands: measured, or else claimed.</param>
/// <param name="MoveBytes">What moving it would carry, in bytes.</param>
/// <param name="IsMovable">Whether it may be moved.</param>
public sealed record RunningServer(
    string Id, CandidateKey Host, Capacity Demand, long MoveBytes, bool IsMovable = true);
