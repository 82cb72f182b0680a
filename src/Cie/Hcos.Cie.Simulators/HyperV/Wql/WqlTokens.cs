using System.Text;
using Hcos.Cie.Simulators.HyperV.Protocol;

namespace Hcos.Cie.Simulators.HyperV.Wql;

/// <summary>The words, texts and signs of a query.</summary>
internal static class WqlTokens
{
    /// <summary>One of them.</summary>
    /// <param name="Text">What it says; of a text without its quotes and with its escapes undone.</param>
    /// <param name="IsText">Whether it stood in quotes.</param>
    internal readonly record struct Token(string Text, bool IsText)
    {
        public bool Is(string word) => !IsText && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);
    }

    public static List<Token> Of(string query)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < query.Length;)
        {
            var sign = query[at];
            if (char.IsWhiteSpace(sign))
            {
                at++;
            }
            else if (sign is '\'' or '"')
            {
                tokens.Add(new(Quoted(query, ref at), true));
            }
            else if (IsWord(sign) || (sign == '-' && at + 1 < query.Length && char.IsAsciiDigit(query[at + 1])))
            {
                var begin = at++;
                while (at < query.Length && IsWord(query[at])) at++;
                tokens.Add(new(query[begin..at], false));
            }
            else
            {
                var length = at + 1 < query.Length && query.AsSpan(at, 2) is "!=" or "<>" or "<=" or ">=" ? 2 : 1;
                tokens.Add(new(query.Substring(at, length), false));
                at += length;
            }
        }

        return tokens;
    }

    private static bool IsWord(char sign) => char.IsAsciiLetterOrDigit(sign) || sign == '_';

    private static string Quoted(string query, ref int at)
    {
        var quote = query[at++];
        var text = new StringBuilder();
        for (; at < query.Length && query[at] != quote; at++)
        {
            if (query[at] == '\\' && at + 1 < query.Length) at++;
            text.Append(query[at]);
        }

        if (at++ >= query.Length)
        {
            throw new WsManException(WsManFault.CannotProcessFilter, "a text in the query has no end");
        }

        return text.ToString();
    }
}
