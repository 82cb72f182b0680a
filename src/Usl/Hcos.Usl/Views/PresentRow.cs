namespace Hcos.Usl.Views;

/// <summary>A row of a view, with its JSON made once, when somebody first reads it.</summary>
/// <param name="key">Its key.</param>
/// <param name="value">What it says; never changed.</param>
/// <param name="json">Writes it.</param>
internal sealed class PresentRow(string key, object value, RowJson json)
{
    private byte[]? _listed;
    private byte[]? _shown;

    public string Key { get; } = key;

    public object Value { get; } = value;

    /// <summary>As it is shown among others.</summary>
    public byte[] Listed => _listed ??= json.Listed(Value);

    /// <summary>As it is shown alone.</summary>
    public byte[] Shown => _shown ??= json.Shown(Value);

    /// <summary>A row that only names the place of its key.</summary>
    public static PresentRow Place(string key) => new(key, "", null!);
}
