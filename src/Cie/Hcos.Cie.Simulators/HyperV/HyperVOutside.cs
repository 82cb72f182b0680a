using Hcos.Cie.Simulators.Control;
using Hcos.Cie.Simulators.HyperV.Host;

namespace Hcos.Cie.Simulators.HyperV;

/// <summary>Somebody else who works on the host itself, past WS-Management. Changes take effect at once.</summary>
public sealed class HyperVOutside : IOutside
{
    private readonly HyperVHost _host;

    internal HyperVOutside(HyperVHost host) => _host = host;

    /// <inheritdoc/>
    public IReadOnlyList<(string Word, Action<string> Change)> Changes =>
        [("turn-off", TurnOff), ("start", Start), ("pause", Pause), ("save", Save)];

    /// <summary>Identities of all machines.</summary>
    public IReadOnlyList<string> Machines => Do(_host.Guids);

    /// <summary>Files of all virtual hard disks.</summary>
    public IReadOnlyList<string> Disks => Do(_host.Files);

    /// <summary>Makes a machine that is off; answers its identity.</summary>
    /// <param name="name">The name people see.</param>
    public string Create(string name) => Do(() => _host.CreateOutside(name));

    /// <summary>Makes a machine that is off; with an image it has a disk over that and a network card.</summary>
    /// <param name="name">The name people see.</param>
    /// <param name="image">Name of the image, or null.</param>
    public string Create(string name, string? image) =>
        Do(() => image is null ? _host.CreateOutside(name) : _host.CreateOutside(name, image));

    /// <inheritdoc/>
    /// <remarks>A line of the machine's notes: <c>KEY VALUE</c>.</remarks>
    public void Note(string machine, string key, string value) =>
        Do(() => _host.NoteOutside(machine, $"{key} {value}"));

    /// <summary>Gives a machine another name.</summary>
    /// <param name="machine">Its identity.</param>
    /// <param name="name">The name that people see from now on.</param>
    public void Rename(string machine, string name) => Do(() => _host.RenameOutside(machine, name));

    /// <inheritdoc/>
    public IReadOnlyList<OutsideMachine> Look() => Do(_host.Show);

    /// <summary>Copies a machine with all that its settings say, disks included; answers its identity.</summary>
    /// <param name="machine">Its identity.</param>
    public string Copy(string machine) => Do(() => _host.CopyOutside(machine));

    /// <summary>Takes a machine's power away.</summary>
    /// <param name="machine">Its identity.</param>
    public void TurnOff(string machine) => Do(() => _host.SetOutside(machine, MachineStates.Off));

    /// <summary>Starts a machine, or lets it go on.</summary>
    /// <param name="machine">Its identity.</param>
    public void Start(string machine) => Do(() => _host.SetOutside(machine, MachineStates.Running));

    /// <summary>Pauses a machine.</summary>
    /// <param name="machine">Its identity.</param>
    public void Pause(string machine) => Do(() => _host.SetOutside(machine, MachineStates.Paused));

    /// <summary>Saves a machine's memory to disk.</summary>
    /// <param name="machine">Its identity.</param>
    public void Save(string machine) => Do(() => _host.SetOutside(machine, MachineStates.Saved));

    /// <summary>How often the system of a machine began to execute anew.</summary>
    /// <param name="machine">Its identity.</param>
    public int Boots(string machine) => Do(() => _host.BootsOf(machine));

    /// <summary>Removes a machine, whatever it does; its disks stay.</summary>
    /// <param name="machine">Its identity.</param>
    public void Remove(string machine) => Do(() => _host.RemoveOutside(machine));

    /// <summary>Removes the file of a disk.</summary>
    /// <param name="path">Its path on the host.</param>
    public void RemoveDisk(string path) => Do(() => _host.RemoveFileOutside(path));

    /// <summary>Damages the content of a disk's file.</summary>
    /// <param name="path">Its path on the host.</param>
    public void BreakDisk(string path) => Do(() => _host.BreakFileOutside(path));

    /// <summary>Writes a letter on the first disk of a machine; false when it has none.</summary>
    /// <param name="machine">Its identity.</param>
    /// <param name="letter">What its disk says from now on.</param>
    public bool WriteDisk(string machine, char letter) => Do(() => _host.WriteOutside(machine, letter));

    /// <summary>The letter that was written on the first disk of a machine, or null.</summary>
    /// <param name="machine">Its identity.</param>
    public char? ReadDisk(string machine) => Do(() => _host.ReadOutside(machine));

    /// <summary>Takes a checkpoint of a machine that is off.</summary>
    /// <param name="machine">Its identity.</param>
    /// <param name="note">What stands in the checkpoint's notes besides the machine's, or null.</param>
    public void Keep(string machine, string? note = null) => Do(() => _host.KeepOutside(machine, note));

    /// <summary>The identity of the machine whose notes hold a text, or null.</summary>
    /// <param name="text">What to look for.</param>
    public string? FindByNotes(string text) => Do(() => _host.FindByNotes(text));

    /// <summary>What the host tells a machine's guest, by name.</summary>
    /// <param name="machine">Its identity.</param>
    public IReadOnlyDictionary<string, string> ToldToGuest(string machine) => Do(() => _host.ToldToGuest(machine));

    /// <exception cref="OutsideRefusedException">The host does not do that.</exception>
    private T Do<T>(Func<T> work)
    {
        lock (_host.Gate)
        {
            _host.Settle();
            _host.Touch();
            try
            {
                return work();
            }
            catch (MethodFailedException failed)
            {
                throw new OutsideRefusedException(failed.Message, failed);
            }
        }
    }
}
