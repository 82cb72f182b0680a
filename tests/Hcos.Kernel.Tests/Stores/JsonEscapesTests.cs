using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Tests.Stores;

public sealed class JsonEscapesTests
{
    [Theory]
    [InlineData("""{"a":"plain é \n"}""", """{"a":"plain é \n"}""")]
    [InlineData("""{"a":"\u0000"}""", """{"a":"\ufffd"}""")]
    [InlineData("""{"a":"\\u0000"}""", """{"a":"\\u0000"}""")]
    [InlineData("""{"a":"\\\u0000"}""", """{"a":"\\\ufffd"}""")]
    [InlineData("""{"a":"\uD83D\uDE00"}""", """{"a":"\uD83D\uDE00"}""")]
    [InlineData("""{"a":"\uD83D"}""", """{"a":"\ufffd"}""")]
    [InlineData("""{"a":"\uD83D\uD83D\uDE00"}""", """{"a":"\ufffd\uD83D\uDE00"}""")]
    [InlineData("""{"a":"\uDE00\uD83Dx"}""", """{"a":"\ufffd\ufffdx"}""")]
    [InlineData("""{"a":"\ud8""", """{"a":"\ud8""")]
    [InlineData("\\ud83d\\", "\\ufffd\\")]
    public void Only_escapes_that_are_no_text_are_replaced(string json, string clean) =>
        Assert.Equal(clean, JsonEscapes.Clean(json));
}
