using System.Text;
using Hcos.Kernel.Stores;

namespace Hcos.Kernel.Tests.Stores;

public sealed class Utf8OrderTests
{
    [Fact]
    public void Keys_are_ordered_as_the_bytes_of_their_utf8()
    {
        string[] parts = ["", "a", "B", "-", "ä", "\uD7FF", "\uE000", "\uFFFF", "😀", "\U0010FFFF"];
        var keys = parts.SelectMany(a => parts.SelectMany(b => parts.Select(c => a + b + c))).Distinct().ToList();

        foreach (var (one, other) in keys.Zip(keys.AsEnumerable().Reverse()).Concat(keys.Zip(keys.Skip(1))))
        {
            var expected = Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other));
            Assert.Equal(Math.Sign(expected), Math.Sign(Utf8Order.Instance.Compare(one, other)));
        }
    }
}
