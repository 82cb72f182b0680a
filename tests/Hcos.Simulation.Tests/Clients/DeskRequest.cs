using Hcos.Kernel.Layers;
using Hcos.Kernel.Messages;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Clients;

/// <summary>
/// A command that a layer's own process puts in for somebody at its door, again and again until it is committed or
/// given up, always under the same id.
/// </summary>
internal sealed class DeskRequest(PlatformWorld world, string layer, Guid id, ICommand command, string principal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Repeat = TimeSpan.FromMilliseconds(200);
    private DateTimeOffset _until;

    /// <summary>Told whenever it is committed; the answer to a repeat tells it again.</summary>
    public Action? Acknowledged { get; init; }

    public void Submit()
    {
        _until = world.Now + Patience;
        Try();
    }

    private void Try()
    {
        if (world.Now > _until) return;
        if (world.Process(layer).Current is not { } owner)
        {
            world.Agenda.Add(world.Now + Repeat, Try);
            return;
        }

        var context = new MessageContext(id, id, null, null, MessageContext.Platform, principal);
        owner.Put(new Work(new LayerInput.Submitted(context, command), Answered));
    }

    private void Answered(bool isCommitted)
    {
        if (isCommitted) Acknowledged?.Invoke();
        else world.Agenda.Add(world.Now + Repeat, Try);
    }
}
