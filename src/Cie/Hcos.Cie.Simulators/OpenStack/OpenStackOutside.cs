using Hcos.Cie.Simulators.Control;
using Hcos.Cie.Simulators.OpenStack.Clouds;

namespace Hcos.Cie.Simulators.OpenStack;

/// <summary>Somebody else who works on the cloud, past the services. Changes take effect at once.</summary>
public sealed class OpenStackOutside : IOutside
{
    private readonly Cloud _cloud;
    private readonly Action _forgetTokens;
    private readonly Action<string, string> _changePassword;

    internal OpenStackOutside(Cloud cloud, Action forgetTokens, Action<string, string> changePassword) =>
        (_cloud, _forgetTokens, _changePassword) = (cloud, forgetTokens, changePassword);

    /// <inheritdoc/>
    public IReadOnlyList<(string Word, Action<string> Change)> Changes =>
        [("stop", Stop), ("start", Start), ("pause", Pause), ("suspend", Suspend), ("crash", Crash)];

    /// <summary>Names of all ports, those of servers' own among them.</summary>
    public IReadOnlyList<string> Ports => Do(() => (IReadOnlyList<string>)[.. _cloud.Ports.Select(port => port.Name)]);

    /// <summary>Names of all images.</summary>
    public IReadOnlyList<string> Images =>
        Do(() => (IReadOnlyList<string>)[.. _cloud.Images.Select(image => image.Name)]);

    /// <summary>Names of all security groups but those that every project has.</summary>
    public IReadOnlyList<string> SecurityGroups => Do(() => (IReadOnlyList<string>)[.. _cloud.SecurityGroups
        .Select(group => group.Name).Where(name => name != Cloud.DefaultGroup)]);

    /// <inheritdoc/>
    public IReadOnlyList<OutsideMachine> Look() => Do(_cloud.Show);

    /// <inheritdoc/>
    public string Create(string name, string? image) => Do(() => _cloud.CreateOutside(name, image));

    /// <inheritdoc/>
    /// <remarks>Metadata, and a tag <c>KEY.VALUE</c>: Nova searches metadata for nobody.</remarks>
    public void Note(string machine, string key, string value) => Do(() => _cloud.NoteOutside(machine, key, value));

    /// <inheritdoc/>
    public void Rename(string machine, string name) => Do(() => _cloud.RenameOutside(machine, name));

    /// <inheritdoc/>
    public void Remove(string machine) => Do(() => _cloud.RemoveOutside(machine));

    /// <summary>Stops a server.</summary>
    /// <param name="machine">Its identity.</param>
    public void Stop(string machine) => Do(() => _cloud.SetOutside(machine, VmStates.Stopped, 4));

    /// <summary>Starts a server, or lets it go on.</summary>
    /// <param name="machine">Its identity.</param>
    public void Start(string machine) => Do(() => _cloud.SetOutside(machine, VmStates.Active, 1));

    /// <summary>Pauses a server.</summary>
    /// <param name="machine">Its identity.</param>
    public void Pause(string machine) => Do(() => _cloud.SetOutside(machine, VmStates.Paused, 3));

    /// <summary>Writes a server's memory to disk.</summary>
    /// <param name="machine">Its identity.</param>
    public void Suspend(string machine) => Do(() => _cloud.SetOutside(machine, VmStates.Suspended, 4));

    /// <summary>How often the system of a server began to execute anew.</summary>
    /// <param name="machine">Its identity.</param>
    public int Boots(string machine) => Do(() => _cloud.Instances.First(one => one.Id == machine).Boots);

    /// <summary>Ends a server's guest below Nova, which learns of it later.</summary>
    /// <param name="machine">Its identity.</param>
    public void Crash(string machine) => Do(() => _cloud.EndOutside(machine));

    /// <summary>Makes all tokens invalid, as when Keystone's keys are changed.</summary>
    public void ForgetTokens() => _forgetTokens();

    /// <summary>
    /// Gives an account another password. The one before is refused at once, and so are all its tokens, even those that
    /// are made in the rest of this second: Keystone knows no parts of one. A restart forgets the change.
    /// </summary>
    /// <param name="userName">The name of the account.</param>
    /// <param name="password">Its password from now on.</param>
    /// <exception cref="OutsideRefusedException">There is no such account.</exception>
    public void ChangePassword(string userName, string password) => Do(() =>
    {
        _changePassword(userName, password);
        return true;
    });

    /// <summary>The identities of all servers whose metadata holds a value.</summary>
    /// <param name="value">The value.</param>
    public IReadOnlyList<string> FindByMetadata(string value) => Do(() => (IReadOnlyList<string>)[.. _cloud.Instances
        .Where(one => !one.IsGone && one.Metadata.Values.Contains(value)).Select(one => one.Id)]);

    /// <exception cref="OutsideRefusedException">That is not done.</exception>
    private T Do<T>(Func<T> work)
    {
        lock (_cloud.Gate)
        {
            _cloud.Settle();
            _cloud.Touch();
            try
            {
                return work();
            }
            catch (RefusedException refused)
            {
                throw new OutsideRefusedException(refused.Message, refused);
            }
        }
    }
}
