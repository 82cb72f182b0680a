using Hcos.Contracts.Bsl;
using Hcos.Contracts.Esl;
using Hcos.Kernel.Deciding;
using Hcos.Kernel.Messages;

namespace Hcos.Esl;

/// <summary>What ESL knows across its systems: whose name is whose, and whose server is whose.</summary>
internal sealed class EslLookups(EslOptions options) : ILookups
{
    private readonly Dictionary<string, SystemId> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<ServerId, SystemId> _servers = [];

    public EslOptions Options { get; } = options;

    public SystemId? SystemNamed(string name) => _names.TryGetValue(name, out var id) ? id : null;

    public IEnumerable<string> SystemOf(ServerId server) =>
        _servers.TryGetValue(server, out var id) ? [id.ToString()] : [];

    public void Apply(RecordedEvent happened)
    {
        switch (happened.Body)
        {
            case SystemRequested e:
                _names[e.Name] = e.System;
                break;
            case SystemDeleted e:
                _names.Remove(e.Name);
                break;
            case InstanceAdded e:
                _servers[e.Server] = e.System;
                break;
            case InstanceStateChanged { State: InstanceState.Deleted } e:
                _servers.Remove(e.Server);
                break;
            default:
                break;
        }
    }
}
