using System.Text.RegularExpressions;
using Hcos.Architecture.Tests.Reading;

namespace Hcos.Architecture.Tests.Sources;

/// <summary>Every queue has a bound.</summary>
public sealed partial class QueueTests
{
    /// <summary>Counts what it holds against bounds of its own; holds one entry for each guest there is.</summary>
    private static readonly string[] BoundOtherwise = ["HandOver.cs", "RunningGuests.cs"];

    [Fact]
    public void No_queue_between_threads_is_made_without_a_bound()
    {
        Violations.None(
            from file in Repository.Sources("src")
            where !BoundOtherwise.Contains(Path.GetFileName(file))
            from Match made in Unbounded().Matches(CodeOnly.Of(Repository.Read(file)))
            select $"{file}: {made.Value}");
    }

    [Theory]
    [InlineData("Channel.CreateUnbounded<int>()")]
    [InlineData("BlockingCollection<Action> _waiting = [];")]
    [InlineData("new BlockingCollection<Action>()")]
    [InlineData("BlockingCollection<Action> _waiting = new();")]
    public void One_without_a_bound_is_seen(string code) => Assert.Matches(Unbounded(), code);

    [Theory]
    [InlineData("Channel.CreateBounded<int>(new BoundedChannelOptions(10))")]
    [InlineData("BlockingCollection<Action> _waiting;")]
    [InlineData("_waiting = new(options.MostWaiting);")]
    public void One_with_a_bound_is_not(string code) => Assert.DoesNotMatch(Unbounded(), code);

    [GeneratedRegex(
        @"CreateUnbounded|BlockingCollection<[^=;(]*> ?(\w+ ?= ?(\[\]|new\(\))|\(\))",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Unbounded();
}
