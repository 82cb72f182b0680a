using Hcos.Cie.Simulators.HyperV.Objects;

namespace Hcos.Cie.Simulators.HyperV.Wql;

/// <summary>A question in WMI's query language.</summary>
internal abstract record WqlQuery
{
    private WqlQuery()
    {
    }

    /// <summary><c>SELECT Columns FROM Class WHERE Condition</c>.</summary>
    /// <param name="Columns">The properties that are wanted; none for all.</param>
    /// <param name="Class">Name of the class.</param>
    /// <param name="Condition">What must hold, or null.</param>
    public sealed record Select(IReadOnlyList<string> Columns, string Class, WqlCondition? Condition) : WqlQuery;

    /// <summary><c>ASSOCIATORS OF {Class.Keys} WHERE AssocClass = Association ResultClass = Result</c>.</summary>
    /// <param name="Class">Class of the object in the middle.</param>
    /// <param name="Keys">What names it.</param>
    /// <param name="Association">The class of the association, or null for any.</param>
    /// <param name="Result">The class of what is looked for, or null for any.</param>
    public sealed record Associators(
        string Class, IReadOnlyDictionary<string, string> Keys, string? Association, string? Result) : WqlQuery;
}

/// <summary>What an instance must fulfil.</summary>
internal abstract record WqlCondition
{
    private WqlCondition()
    {
    }

    /// <summary>Whether it holds for an instance on the host of that name.</summary>
    public abstract bool Holds(CimInstance instance, string server);

    public sealed record Both(WqlCondition Left, WqlCondition Right) : WqlCondition
    {
        public override bool Holds(CimInstance instance, string server) =>
            Left.Holds(instance, server) && Right.Holds(instance, server);
    }

    public sealed record Either(WqlCondition Left, WqlCondition Right) : WqlCondition
    {
        public override bool Holds(CimInstance instance, string server) =>
            Left.Holds(instance, server) || Right.Holds(instance, server);
    }

    public sealed record Not(WqlCondition Inner) : WqlCondition
    {
        public override bool Holds(CimInstance instance, string server) => !Inner.Holds(instance, server);
    }

    public sealed record Compare(string Property, string Operator, string Value) : WqlCondition
    {
        private const string ServerName = "__SERVER";

        public override bool Holds(CimInstance instance, string server)
        {
            var wanted = string.Equals(Value, ServerName, StringComparison.OrdinalIgnoreCase) ? server : Value;
            if (string.Equals(Property, "__PATH", StringComparison.OrdinalIgnoreCase))
            {
                return Operator == "=" && instance.IsAt(wanted);
            }

            return instance[Property] is { } value && WqlComparison.Holds(value, Operator, wanted);
        }
    }
}
