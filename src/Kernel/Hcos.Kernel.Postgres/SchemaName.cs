using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Hcos.Kernel.Postgres;

/// <summary>The checked name of a schema; prints itself quoted, ready for SQL.</summary>
internal sealed partial class SchemaName
{
    private const string LockPurpose = "hcos-schema:";
    private readonly string _name;

    public SchemaName(string name)
    {
        if (!Allowed().IsMatch(name)) throw new ArgumentException($"'{name}' cannot be a schema name", nameof(name));
        _name = name;
    }

    /// <summary>The key of the advisory lock that stands for owning the log in this schema.</summary>
    public long OwnerLock => Key(":owner");

    /// <summary>The key of the advisory lock under which the schema is created.</summary>
    public long CreationLock => Key(":creation");

    public string Unquoted => _name;

    public override string ToString() => $"\"{_name}\"";

    private long Key(string purpose) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(LockPurpose + _name + purpose)));

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,59}$")]
    private static partial Regex Allowed();
}
