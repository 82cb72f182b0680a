namespace Hcos.Bsl.Placement;

/// <summary>How much an objective counts.</summary>
/// <param name="Objective">Which.</param>
/// <param name="Weight">Its share of the score; 0 means that it is not even looked at.</param>
public sealed record ObjectiveWeight(Objective Objective, float Weight);
