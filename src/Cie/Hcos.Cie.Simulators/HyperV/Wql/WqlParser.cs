using Hcos.Cie.Simulators.HyperV.Protocol;

namespace Hcos.Cie.Simulators.HyperV.Wql;

/// <summary>Reads the part of WMI's query language that clients of Hyper-V use.</summary>
internal sealed class WqlParser
{
    private const int LongestQuery = 8192;
    private const int DeepestNesting = 50;

    private static readonly string[] Operators = ["=", "!=", "<>", "<", "<=", ">", ">=", "LIKE"];

    private readonly List<WqlTokens.Token> _tokens;
    private int _at;
    private int _depth;

    private WqlParser(string query) => _tokens = WqlTokens.Of(query);

    private bool IsAtEnd => _at == _tokens.Count;

    /// <summary>Reads a query, or throws the fault of one that is not understood.</summary>
    public static WqlQuery Read(string query)
    {
        if (query.Length > LongestQuery)
        {
            throw new WsManException(WsManFault.CannotProcessFilter, "the query is too long");
        }

        var parser = new WqlParser(query);
        WqlQuery read = parser.Skip("SELECT") ? parser.Select() : parser.Associators();
        return parser.IsAtEnd ? read : throw parser.Wrong();
    }

    private WqlQuery.Select Select()
    {
        var columns = new List<string>();
        do
        {
            columns.Add(Next().Text);
        }
        while (Skip(","));
        Expect("FROM");
        var type = Next().Text;
        var condition = Skip("WHERE") ? Either() : null;
        return new(columns is ["*"] ? [] : columns, type, condition);
    }

    private WqlQuery.Associators Associators()
    {
        Expect("ASSOCIATORS");
        Expect("OF");
        Expect("{");
        var type = Next().Text;
        Expect(".");
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        do
        {
            var key = Next().Text;
            Expect("=");
            keys[key] = Next().Text;
        }
        while (Skip(","));
        Expect("}");
        string? association = null, result = null;
        if (Skip("WHERE"))
        {
            while (!IsAtEnd)
            {
                var word = Next();
                Expect("=");
                var value = Next().Text;
                if (word.Is("AssocClass")) association = value;
                else if (word.Is("ResultClass")) result = value;
                else throw Wrong();
            }
        }

        return new(type, keys, association, result);
    }

    private WqlCondition Either()
    {
        var left = Both();
        while (Skip("OR")) left = new WqlCondition.Either(left, Both());
        return left;
    }

    private WqlCondition Both()
    {
        var left = One();
        while (Skip("AND")) left = new WqlCondition.Both(left, One());
        return left;
    }

    private WqlCondition One()
    {
        if (++_depth > DeepestNesting) throw Wrong();
        try
        {
            if (Skip("NOT")) return new WqlCondition.Not(One());
            if (!Skip("(")) return Comparison();
            var inner = Either();
            Expect(")");
            return inner;
        }
        finally
        {
            _depth--;
        }
    }

    private WqlCondition.Compare Comparison()
    {
        var property = Next();
        var sign = Next().Text.ToUpperInvariant();
        return property.IsText || !Operators.Contains(sign)
            ? throw Wrong()
            : new(property.Text, sign, Next().Text);
    }

    private WqlTokens.Token Next() => IsAtEnd ? throw Wrong() : _tokens[_at++];

    private bool Skip(string word)
    {
        if (IsAtEnd || !_tokens[_at].Is(word)) return false;
        _at++;
        return true;
    }

    private void Expect(string word)
    {
        if (!Skip(word)) throw Wrong();
    }

    private WsManException Wrong() => new(
        WsManFault.CannotProcessFilter,
        IsAtEnd ? "the query ends too early" : $"the query is not understood at word {_at}");
}
