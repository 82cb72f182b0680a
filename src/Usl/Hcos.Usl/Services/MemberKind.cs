namespace Hcos.Usl.Services;

/// <summary>What a member of an operation holds.</summary>
internal enum MemberKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>An amount of bytes; people may write <c>128MiB</c>.</summary>
    Size,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>The id of another thing; people may write its name.</summary>
    Reference,

    /// <summary>A description with members of its own.</summary>
    Description,
}
