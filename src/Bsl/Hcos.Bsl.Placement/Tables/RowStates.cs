namespace Hcos.Bsl.Placement.Tables;

/// <summary>Why a row gets nothing now, as bits.</summary>
[Flags]
internal enum RowStates
{
    None = 0,
    NotUsable = 1,
    Maintenance = 2,
}
