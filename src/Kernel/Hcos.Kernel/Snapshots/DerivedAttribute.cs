namespace Hcos.Kernel.Snapshots;

/// <summary>
/// A field that follows from the others and is found again when it is needed: no snapshot keeps it, so after a restore
/// it is what an object without a constructor has.
/// </summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class DerivedAttribute : Attribute;
