using Hcos.Kernel.Layers;
using Hcos.Simulation.Tests.World;

namespace Hcos.Simulation.Tests.Invariants;

/// <summary>
/// Liveness without storms: a command that is not answered is sent again only after a wait that doubles from one second
/// to a minute, whatever else happens; so what is owed all at once after an outage cannot feed itself.
/// </summary>
internal sealed class RepeatsWait : Invariant
{
    private static readonly LayerOptions Options = new();

    // A quarter less or more by jitter, and a microsecond by rounding.
    private const double Least = 0.74;
    private readonly Dictionary<string, Sends> _sends = new(StringComparer.Ordinal);

    public override string Name => "kernel: repeats wait";

    /// <summary>The most that one command was sent by one owner.</summary>
    public int MostRepeats { get; private set; }

    public override void Stepped(Owner owner, LayerInput? input, StepOutput output)
    {
        if (output.Commands.Count == 0) return;
        if (!_sends.TryGetValue(owner.Process.Name, out var sends) || sends.Owner != owner)
        {
            _sends[owner.Process.Name] = sends = new Sends(owner);
        }

        foreach (var command in output.Commands) Sent(sends, command.Context.Id, owner.Now, command.Body);
    }

    private void Sent(Sends sends, Guid command, DateTimeOffset now, object body)
    {
        var (last, times) = sends.Latest.GetValueOrDefault(command, (DateTimeOffset.MinValue, 0));
        if (times > 0)
        {
            var longest = Math.Min(Math.Pow(2, times - 1), Options.LongestRepeat / Options.FirstRepeat);
            var least = Options.FirstRepeat * longest * Least;
            if (now - last < least)
            {
                Violated($"{body.GetType().Name} is sent again after {now - last}, the {times + 1}th time", command);
            }
        }

        sends.Latest[command] = (now, times + 1);
        MostRepeats = Math.Max(MostRepeats, times + 1);
    }

    private sealed record Sends(Owner Owner)
    {
        public Dictionary<Guid, (DateTimeOffset At, int Times)> Latest { get; } = [];
    }
}
