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
    public static MessageCatalog Create() => new(
        [typeof(OperationAttribute).Assembly],
        [
            typeof(CieModule).Assembly, typeof(Ci2Module).Assembly, typeof(ArmlModule).Assembly,
            typeof(BslModule).Assembly, typeof(EslModule).Assembly, typeof(UslModule).Assembly,
            typeof(UsmcModule).Assembly,
        ]);
}
