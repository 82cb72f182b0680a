namespace Hcos.Cie.Simulators.Control;

/// <summary>Somebody else who works past the protocol. Changes take effect at once.</summary>
public interface IOutside
{
    /// <summary>All machines as somebody sees them who has them before him.</summary>
    IReadOnlyList<OutsideMachine> Look();

    /// <summary>Makes a machine; answers its identity.</summary>
    /// <param name="name">The name people see.</param>
    /// <param name="image">The image of its system, or null for none.</param>
    /// <exception cref="OutsideRefusedException">That cannot be.</exception>
    string Create(string name, string? image);

    /// <summary>Writes something down at a machine, where people and programs keep what is theirs.</summary>
    /// <param name="machine">Its identity.</param>
    /// <param name="key">What it is about.</param>
    /// <param name="value">What it says.</param>
    void Note(string machine, string key, string value);

    /// <summary>Gives a machine another name.</summary>
    /// <param name="machine">Its identity.</param>
    /// <param name="name">The name that people see from now on.</param>
    /// <exception cref="OutsideRefusedException">That cannot be.</exception>
    void Rename(string machine, string name);

    /// <summary>Removes a machine, whatever it does.</summary>
    /// <param name="machine">Its identity.</param>
    void Remove(string machine);

    /// <summary>Changes of a machine's execution, by the words that people write.</summary>
    IReadOnlyList<(string Word, Action<string> Change)> Changes { get; }
}

/// <summary>A machine as somebody sees it who has it before him.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">The name people gave it.</param>
/// <param name="State">What it does, in a word.</param>
/// <param name="Address">Where its guest answers HTTP, or null when nobody does.</param>
public sealed record OutsideMachine(string Id, string Name, string State, string? Address);

/// <summary>What somebody wants is not done.</summary>
/// <param name="message">Why, for people.</param>
/// <param name="inner">What was said, or null.</param>
public sealed class OutsideRefusedException(string message, Exception? inner = null) : Exception(message, inner);
