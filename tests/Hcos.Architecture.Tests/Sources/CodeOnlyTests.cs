namespace Hcos.Architecture.Tests.Sources;

public sealed class CodeOnlyTests
{
    [Theory]
    [InlineData("a(); // {", "a();     ")]
    [InlineData("a(/* } */);", "a(       );")]
    [InlineData("a(\"{ \\\" }\");", "a(\"      \");")]
    [InlineData("a(@\"{ \"\" \\\");", "a(@\"      \");")]
    [InlineData("a('{', '\\'');", "a(' ', '  ');")]
    [InlineData("a($\"x{b[\"{\"]}y{{\");", "a($\"  b[\" \"]    \");")]
    [InlineData("a(\"\"\"{ \"\" }\"\"\");", "a(\"\"\"      \"\"\");")]
    public void Comments_and_contents_of_strings_are_blank(string text, string code)
    {
        Assert.Equal(code, CodeOnly.Of(text));
    }
}
