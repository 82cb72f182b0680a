namespace Hcos.Architecture.Tests.Sources;

/// <summary>
/// C# with comments and the contents of strings and characters replaced by blanks; every line and column stays where it
/// was. Good enough to count braces and find declarations.
/// </summary>
internal sealed class CodeOnly
{
    private readonly string _text;
    private readonly char[] _code;
    private int _at;

    private CodeOnly(string text)
    {
        _text = text;
        _code = text.ToCharArray();
    }

    public static string Of(string text)
    {
        var reading = new CodeOnly(text);
        while (reading._at < text.Length) reading.Step();
        return new string(reading._code);
    }

    private void Step()
    {
        if (Next("//")) BlankUntil("\n");
        else if (Next("/*")) BlankUntil("*/", including: true);
        else if (_text[_at] == '\'') Quoted('\'', dollars: 0, verbatim: false);
        else if (_text[_at] is '"' or '$' or '@') String();
        else _at++;
    }

    private void String()
    {
        var dollars = 0;
        var verbatim = false;
        var start = _at;
        for (; _at < _text.Length && _text[_at] is '$' or '@'; _at++)
        {
            if (_text[_at] == '$') dollars++;
            else verbatim = true;
        }

        if (_at >= _text.Length || _text[_at] != '"')
        {
            _at = Math.Max(_at, start + 1);
            return;
        }

        var quotes = CountOf('"', _at);
        if (quotes >= 3) Raw(quotes, dollars);
        else Quoted('"', dollars, verbatim);
    }

    private void Raw(int quotes, int dollars)
    {
        _at += quotes;
        while (_at < _text.Length && CountOf('"', _at) < quotes)
        {
            if (dollars > 0 && CountOf('{', _at) is var open && open >= dollars) Hole(dollars, open);
            else Blank();
        }

        _at = Math.Min(_text.Length, _at + CountOf('"', _at));
    }

    private void Quoted(char quote, int dollars, bool verbatim)
    {
        _at++;
        while (_at < _text.Length)
        {
            if (_text[_at] == quote)
            {
                if (!verbatim || !Next("\"\"")) break;
                Blank();
                Blank();
            }
            else if (!verbatim && _text[_at] == '\\')
            {
                Blank();
                Blank();
            }
            else if (dollars > 0 && _text[_at] == '{' && !Next("{{")) Hole(1, 1);
            else if (dollars > 0 && Next("{{"))
            {
                Blank();
                Blank();
            }
            else Blank();
        }

        _at++;
    }

    /// <summary>
    /// Code inside an interpolated string; its own braces are blanked, what is between them is read as code.
    /// </summary>
    private void Hole(int width, int open)
    {
        for (var i = 0; i < open; i++) Blank();
        var depth = 0;
        while (_at < _text.Length && !(depth == 0 && _text[_at] == '}'))
        {
            if (_text[_at] == '{') depth++;
            if (_text[_at] == '}') depth--;
            Step();
        }

        for (var i = 0; i < width; i++) Blank();
    }

    private void BlankUntil(string end, bool including = false)
    {
        while (_at < _text.Length && !Next(end)) Blank();
        for (var i = 0; including && i < end.Length; i++) Blank();
    }

    private void Blank()
    {
        if (_at < _text.Length && _text[_at] is not ('\n' or '\r')) _code[_at] = ' ';
        _at++;
    }

    private bool Next(string what) => string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;

    private int CountOf(char what, int from)
    {
        var count = 0;
        while (from + count < _text.Length && _text[from + count] == what) count++;
        return count;
    }
}
