using Hcos.Arml;
using Hcos.Bsl;
using Hcos.Ci2;
using Hcos.Cie;
using Hcos.Contracts;
using Hcos.Esl;
using Hcos.Kernel.Messages;
using Hcos.Usl;
using Hcos.Usmc;

namespace Hcos.Simulation.Tests.World;

/// <summary>All messages of the platform.</summary>
internal static class Catalog
{
    /// <summary>Immutable, and dear to make: what JSON learns of every type is learnt once for all runs.</summary>
    public static MessageCatalog Whole { get; } = new(
        [typeof(OperationAttribute).Assembly],
        [
            typeof(CieModule).Assembly, typeof(Ci2Module).Assembly, typeof(ArmlModule).Assembly,
            typeof(BslModule).Assembly, typeof(EslModule).Assembly, typeof(UslModule).Assembly,
            typeof(UsmcModule).Assembly,
        ]);
}
