using Hcos.Cie.Simulators.Wire;

namespace Hcos.Ci2.Drivers.Tests.OpenStack;

/// <summary>The same for a server's size, its snapshots and going back to one.</summary>
public sealed class SizeAndDiskCutOffTests
{
    public static TheoryData<string, Interference> Cuts => CutOffs.Of(CutCalls.OfSizeAndDisk);

    [Theory]
    [MemberData(nameof(Cuts))]
    public Task A_change_of_size_or_disk_that_was_cut_off_anywhere_is_done_by_its_repetition(
        string call, Interference what) => CutCalls.OfSizeAndDisk[call].RunAsync(what);

    [Fact]
    public Task Every_request_of_a_change_of_size_or_disk_is_cut_off_somewhere() =>
        CutOffs.AllRequestsAreAmongThePointsAsync(CutCalls.OfSizeAndDisk);
}
