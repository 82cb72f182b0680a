using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Tests.Mapping;

/// <summary>Secrets that are planted in what a platform answers, and where people are known to put them.</summary>
internal static class Planted
{
    /// <summary>A part of every planted secret: none may be shown.</summary>
    public const string Mark = "planted";

    /// <summary>Texts as people write secrets.</summary>
    public static Gen<string> Secret { get; } = Gen.Elements(
        $"{Mark}-password", $"{Mark}!p@ss w0rd", $"#cloud-config\npassword: {Mark}\n", $"Bearer {Mark}.{Mark}",
        $"{Mark}-\u00fc\u4e16", $"'{Mark}\"<&>");

    /// <summary>Addresses with who asks in them.</summary>
    public static Gen<string> Login { get; } =
        from scheme in Gen.Elements("https", "http", "amqp", "rbd", "nfs+tcp")
        from user in Gen.Elements("", "admin")
        from host in Gen.Elements("host.example", "10.0.0.1:8080", "[2001:db8::1]:5000")
        select $"{scheme}://{user}:{Mark}-in-a-login@{host}/path?query=1#part";

    /// <summary>Everything about an object but its native description.</summary>
    public static string Core(ResourceObject? seen) => JsonSerializer.Serialize(seen! with { Native = null });

    /// <summary>Whether nothing planted is shown, and the native description leads to the same object.</summary>
    public static bool IsKept(ResourceObject shown, ResourceObject again) =>
        !JsonSerializer.Serialize(shown).Contains(Mark, StringComparison.Ordinal)
        && !shown.Native!.Text.Contains(Mark, StringComparison.Ordinal)
        && Core(shown) == Core(again)
        && shown.Native == again.Native;

    /// <summary>Runs a property often enough to meet every place.</summary>
    public static void Holds<T>(Gen<T> values, Func<T, bool> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(values.ToArbitrary(), property));
}
