using System.Reflection;
using Hcos.Cie.Environments;
using Hcos.Contracts.Arml;
using Hcos.Contracts.Ci2;
using Hcos.Contracts.Cie;
using Hcos.Kernel.Layers;
using Environment = Hcos.Cie.Environments.Environment;

namespace Hcos.Cie;

/// <summary>
/// CIE: the registry of infrastructure environments. It records what CI2 reports and touches no network.
/// </summary>
public abstract class CieModule
{
    /// <summary>The layer's name.</summary>
    public const string Name = "cie";

    /// <summary>The assembly with the layer's internal events, for the message catalog.</summary>
    public static Assembly Assembly => typeof(CieModule).Assembly;

    /// <summary>Declares the layer.</summary>
    /// <param name="kinds">The kinds of environment that there are drivers for.</param>
    public static LayerDefinition Define(IReadOnlyList<EnvironmentKind> kinds) => Define(kinds, new CieOptions());

    /// <summary>Declares the layer.</summary>
    /// <param name="kinds">The kinds of environment that there are drivers for.</param>
    /// <param name="options">Its bounds.</param>
    public static LayerDefinition Define(IReadOnlyList<EnvironmentKind> kinds, CieOptions options) =>
        new LayerBuilder<CieLookups>(Name, () => new CieLookups(kinds, options))
            .Consumes("ci2", "arml")
            .Process<Environment, EnvironmentState>("environment", routes => routes
                .On<RegisterEnvironment>(c => c.Environment.ToString())
                .On<ChangeEnvironment>(c => c.Environment.ToString())
                .On<RemoveEnvironment>(c => c.Environment.ToString())
                .On<EndpointTested>((e, look) => look.StreamOfTest(e.Test))
                .On<EnvironmentReached>(e => e.Environment.ToString())
                .On<EnvironmentUnreachable>(e => e.Environment.ToString())
                .On<EnvironmentSuspect>(e => e.Environment.ToString())
                .On<EnvironmentClosed>(e => e.Environment.ToString())
                .On<EnvironmentInUse>(e => e.Environment.ToString()))
            .Build();
}
