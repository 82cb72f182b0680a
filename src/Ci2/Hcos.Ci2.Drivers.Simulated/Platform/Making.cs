using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>The making of servers whose ids the platform gives: each create makes one more.</summary>
internal static class Making
{
    public static PlatformAnswer Create(PlatformState state, ResourceSpec spec, DateTimeOffset now)
    {
        if (Definitions.Refusal(state, spec) is { } refused) return refused;
        var needsPort = state.Options.Manners.HasPorts && spec.Server!.Network is not null;
        if (needsPort && state.Ports.Lacking(spec.Id.ToString()) is { } lacking) return lacking;
        var server = Definitions.New(state, spec, state.Derive($"server {state.Births + 1}").ToString());
        if (state.Options.Manners.Launches)
        {
            if (!Power.CanStart(state, server)) return Answers.Full($"host {server.Host} cannot run it");
            if (Disks.MakeFor(state, spec, server.Id) is PlatformAnswer.Refused full) return full;
            server = Power.Booting(state, Attached(state, server, spec), now);
        }

        if (needsPort) state.Ports.Hold(spec.Id.ToString(), server.Id);
        state.Put(server, now, state.Options.Manners.Launches ? "launched" : "defined");
        return new PlatformAnswer.Made(server.Id);
    }

    /// <summary>Gives a half-made server what it lacks, and a whole one its name and sizes.</summary>
    public static PlatformAnswer Equip(PlatformState state, PlatformCall.EquipServer equip, DateTimeOffset now)
    {
        if (!state.Servers.TryGetValue(equip.Copy, out var server)) return Gone(equip.Copy);
        if (!server.IsMaking) return Definitions.Converge(state, server, equip.Spec, now);
        var equipped = Attached(state, server, equip.Spec);
        if (equip.Spec.Server!.Image is not null && equipped.Volumes.Count == 0)
        {
            return Answers.Missing("its disk is not there");
        }

        state.Put(equipped, now, "equipped");
        return Answers.Changed;
    }

    /// <summary>A guest that ran only for the moment until it was stopped has not come to write anything.</summary>
    public static PlatformAnswer Finish(PlatformState state, string copy, DateTimeOffset now)
    {
        if (!state.Servers.TryGetValue(copy, out var server)) return Gone(copy);
        if (!server.IsMaking) return Answers.Already;
        var starts = server.Executes ? server.Starts : 0;
        state.Put(server with { IsMaking = false, Starts = starts }, now, "made");
        return Answers.Changed;
    }

    /// <summary>What is put together by several calls must be off; what was launched goes as it is.</summary>
    public static PlatformAnswer Remove(PlatformState state, string copy, DateTimeOffset now)
    {
        if (!state.Servers.TryGetValue(copy, out var server)) return Answers.Already;
        if (server.Executes && !state.Options.Manners.Launches)
        {
            return Answers.Conflict($"server {server.Name} executes");
        }

        state.Remove(server, now, "undefined");
        if (server.Mark is { } mark) state.Ports.Leave(mark, copy);
        if (!state.Options.Manners.Launches) return Answers.Changed;
        foreach (var disk in state.DisksOf(copy)) state.RemoveVolume(disk.Id);
        return Answers.Changed;
    }

    private static PlatformAnswer Gone(string copy) => Answers.Missing($"there is no server {copy}");

    private static ServerRecord Attached(PlatformState state, ServerRecord server, ResourceSpec spec) => server with
    {
        Volumes = [.. state.DisksOf(state.DisksNamedFrom(server)).Select(volume => volume.Id)],
        Image = spec.Server!.Image,
        Network = spec.Server.Network,
        UserData = spec.Server.UserData,
    };
}
