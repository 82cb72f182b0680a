using Hcos.Kernel.Messages;

namespace Hcos.Kernel.Tests.Layers;

// A layer small enough to see every rule of the step in it: a shop that takes orders and has them made elsewhere.

[MessageName("shop.take-order.v1")]
internal sealed record TakeOrder(string Order, int Pieces) : ICommand;

[MessageName("shop.cancel-order.v1")]
internal sealed record CancelOrder(string Order, DateTimeOffset? CreateNotAfter) : IRemoves;

[MessageName("shop.note.v1")]
internal sealed record NoteOrder(string Order) : ICommand;

[MessageName("shop.stranger.v1")]
internal sealed record Stranger : ICommand;

[MessageName("shop.order-taken.v1")]
internal sealed record OrderTaken(string Order, int Pieces, DateTimeOffset Deadline) : IEvent;

[MessageName("shop.order-made.v1")]
internal sealed record OrderMade(string Order) : IEvent;

[MessageName("shop.order-packed.v1")]
internal sealed record OrderPacked(string Order, string Result) : IEvent;

[MessageName("shop.order-cancelled.v1")]
internal sealed record OrderCancelled(string Order, string Why) : IEvent;

[MessageName("shop.order-noted.v1")]
internal sealed record OrderNoted(string Order) : IEvent;

[MessageName("shop.order-counted.v1")]
internal sealed record OrderCounted(string Order) : IEvent;

[MessageName("works.make.v1")]
internal sealed record Make(string Order, DateTimeOffset? By = null) : IHasDeadline
{
    public ICommand Later(TimeSpan by) => this with { By = By + by };
}

[MessageName("works.made.v1")]
internal sealed record Made(string Order) : IEvent;

[MessageName("works.broken.v1")]
internal sealed record Broken(string Order) : IEvent;

[MessageName("works.remarked.v1")]
internal sealed record Remarked(string Order) : IEvent;

[MessageName("works.mended.v1")]
internal sealed record Mended(string Order) : IEvent;

[MessageName("shop.resume-order.v1")]
internal sealed record ResumeOrder(string Parked) : IResumesStream
{
    public string Log => "shop";
}

[MessageName("shop.count.v1")]
internal sealed record CountOrders : IQuestion<int>;

[MessageName("shop.count-boxes.v1")]
internal sealed record CountBoxes : IQuestion<BoxCount>;

internal sealed record BoxCount(int Boxes);

internal sealed record Pack(string Order);

internal sealed record Packed(string Box);

internal sealed record Rumour(string Order);
