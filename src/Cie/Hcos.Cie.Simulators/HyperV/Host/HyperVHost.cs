using Hcos.Cie.Simulators.Guests;
using Hcos.Cie.Simulators.HyperV.Objects;
using Hcos.Cie.Simulators.HyperV.Protocol;

namespace Hcos.Cie.Simulators.HyperV.Host;

/// <summary>
/// A Hyper-V host in memory. Whoever calls holds <see cref="Gate"/> and has called <see cref="Settle"/> before.
/// </summary>
internal sealed partial class HyperVHost : IHostOfGuests<HostMemory>
{
    private readonly HyperVEndpointOptions _options;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _bootedAt;
    private readonly List<Machine> _machines = [];
    private readonly List<Job> _jobs = [];
    private readonly List<CimInstance> _switches = [];
    private readonly SortedDictionary<string, VirtualDisk> _disks = new(StringComparer.OrdinalIgnoreCase);
    private readonly int _block;
    private ulong _lastId;

    /// <summary>Makes a host.</summary>
    /// <param name="options">What it is like.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="block">The block of addresses of its guests.</param>
    /// <param name="memory">What it was before, or null.</param>
    public HyperVHost(HyperVEndpointOptions options, TimeProvider time, int block, HostMemory? memory)
    {
        (_options, _time, _bootedAt, _block) = (options, time, time.GetUtcNow(), block);
        if (memory is not null) Recall(memory);
        foreach (var name in options.Switches.Where(name => !_switches.Exists(one => one["ElementName"] == name)))
        {
            AddSwitch(name);
        }

        foreach (var image in options.Images)
        {
            var path = $@"{options.ImageFolder}\{image}.vhdx";
            _disks.TryAdd(path, new(path, VirtualDisk.Dynamic, 1L << 30, null, 36L << 20, _bootedAt));
        }
    }

    /// <summary>Held by whoever looks at the host or changes it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The host's computer name.</summary>
    public string Name => _options.HostName;

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Lets happen what has become due.</summary>
    public void Settle()
    {
        foreach (var machine in _machines)
        {
            if (machine.Transition is { } due && due.At <= Now) Reach(machine, due.Target, due.At);
        }

        _jobs.RemoveAll(job => job.EndsAt + _options.JobLife <= Now);
    }

    /// <summary>Calls a method of an instance.</summary>
    public MethodReply Call(MethodCall call)
    {
        var instance = Find(call.Type.Name, call.Selectors) ?? throw new WsManException(
            WsManFault.InvalidSelectors, $"no instance of {call.Type.Name} has these selectors");
        Touch();
        try
        {
            return (call.Type.Name, call.Method) switch
            {
                ("Msvm_ComputerSystem", "RequestStateChange") => RequestStateChange(instance, call),
                ("Msvm_ShutdownComponent", "InitiateShutdown") => InitiateShutdown(instance),
                ("Msvm_VirtualSystemManagementService", _) => CallManagement(call),
                ("Msvm_VirtualSystemSnapshotService", _) => CallCheckpoints(call),
                ("Msvm_ImageManagementService", _) => CallImages(call),
                ("CIM_DataFile", "Delete") => DeleteFile(instance),
                _ => throw NoSuchMethod(call),
            };
        }
        catch (MethodFailedException failed)
        {
            return new(failed.Failure.Code);
        }
    }

    /// <summary>The one instance that selectors name, or null.</summary>
    public CimInstance? Find(string type, IReadOnlyDictionary<string, string> selectors)
    {
        var keys = selectors.Where(selector => !selector.Key.StartsWith("__", StringComparison.Ordinal)).ToList();
        return keys.Count == 0
            ? null
            : Instances(type).FirstOrDefault(instance => keys.TrueForAll(key =>
                string.Equals(instance[key.Key], key.Value, StringComparison.OrdinalIgnoreCase)));
    }

    private static WsManException NoSuchMethod(MethodCall call) =>
        new(WsManFault.NoSuchAction, $"{call.Type.Name} has no method {call.Method}");

    private Machine? FindMachine(string? guid) => _machines.Find(machine =>
        string.Equals(machine.Guid, guid, StringComparison.OrdinalIgnoreCase));

    private Machine MachineOf(IReadOnlyList<IReadOnlyDictionary<string, string>> references, string selector)
    {
        var name = references.Count == 1 ? references[0].GetValueOrDefault(selector) : null;
        var guid = selector == "InstanceID" ? name?.Split(':', '\\').ElementAtOrDefault(1) : name;
        return FindMachine(guid) ?? throw Fails(MethodFailure.InvalidParameter("there is no such machine"));
    }

    private static MethodFailedException Fails(MethodFailure failure) => new(failure);

    /// <summary>An id that was not given before: a counter under the host's own identity.</summary>
    private Guid NextId()
    {
        var bytes = _options.HostId.ToByteArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(8), ++_lastId * 0x9E3779B97F4A7C15);
        return new(bytes);
    }

    /// <summary>Answers with a job; what it does has been done, or is done when it ends.</summary>
    private MethodReply Begin(string caption, TimeSpan lasts, params IReadOnlyList<CimInstance> affected) =>
        Begin(new(NextJob(), caption, Now, Now + lasts, null, affected));

    /// <summary>Answers with a job that fails when it ends.</summary>
    private MethodReply BeginToFail(string caption, MethodFailure failure) =>
        Begin(new(NextJob(), caption, Now, Now + _options.JobTime, failure, []));

    private MethodReply Begin(Job job)
    {
        _jobs.Add(job);
        return new(MethodReply.JobBegun, ("Job", job.Show(Now)));
    }

    private string NextJob() => NextId().ToString("D").ToUpperInvariant();

    /// <summary>
    /// Answers a change that a quiet host does at once: with its result, or as a job that leads to its result.
    /// </summary>
    private MethodReply Changed(string caption, string? output, params IReadOnlyList<CimInstance> results) =>
        _options.EveryChangeIsAJob
            ? Begin(caption, _options.JobTime, results)
            : new(0, output is null ? [] : [.. results.Select(result => (output, (object)result))]);
}
