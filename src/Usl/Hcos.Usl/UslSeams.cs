using Hcos.Kernel.Bus;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Stores;

namespace Hcos.Usl;

/// <summary>What USL's reading and serving side runs on; the layer itself runs on the kernel's own seams.</summary>
/// <param name="Catalog">All messages.</param>
/// <param name="Store">The event store, for the older part of the journal.</param>
/// <param name="Views">The view store.</param>
/// <param name="Bus">The bus, for questions.</param>
/// <param name="Time">The clock.</param>
/// <param name="Edge">Where events go outside and commands come in from there; null for nowhere.</param>
public sealed record UslSeams(
    MessageCatalog Catalog,
    IEventStore Store,
    IViewStore Views,
    IMessageBus Bus,
    TimeProvider Time,
    IEventEdge? Edge = null);
