using System.Text.Json;
using Hcos.Kernel.Messages;
using Hcos.Kernel.Snapshots;

namespace Hcos.Kernel.Tests.Snapshots;

public sealed class DerivedFieldTests
{
    [Fact]
    public void What_follows_from_other_fields_is_not_kept_and_is_nothing_after_a_restore()
    {
        var options = new StateJson(MessageCatalog.CreateOptions()).Options;
        var json = JsonSerializer.Serialize(new Sum(2, 3), options);
        var restored = JsonSerializer.Deserialize<Sum>(json, options)!;

        Assert.DoesNotContain("5", json, StringComparison.Ordinal);
        Assert.Equal((2, 3, 0), (restored.One, restored.Other, restored.Known));
    }

    private sealed class Sum(int one, int other)
    {
        [Derived]
        private readonly int _sum = one + other;

        public int One { get; } = one;

        public int Other { get; } = other;

        public int Known => _sum;
    }
}
