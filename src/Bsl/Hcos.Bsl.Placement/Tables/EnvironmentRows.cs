using Hcos.Contracts.Cie;

namespace Hcos.Bsl.Placement.Tables;

/// <summary>The rows of one environment, which stand together.</summary>
/// <param name="Environment">Which.</param>
/// <param name="First">Its first row.</param>
/// <param name="End">The row behind its last.</param>
internal readonly record struct EnvironmentRows(EnvironmentId Environment, int First, int End);
